package io.ipdk.p4target.program;

import io.ipdk.p4target.P4LoadException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The names that are known while a program is read. */
final class Scope {
    final Map<String, HeaderInstance> headers = new HashMap<>();
    final Map<String, HeaderStack> stacks = new HashMap<>();
    final Map<String, HeaderUnion> unions = new HashMap<>();
    final Map<String, List<String>> unionMembers = new HashMap<>();
    final Map<String, String> unionTypeOfStack = new HashMap<>();
    final Map<String, Program.Register> registers = new HashMap<>();

    HeaderInstance header(String name) {
        return known(headers.get(name), "header", name);
    }

    HeaderStack stack(String name) {
        return known(stacks.get(name), "header stack", name);
    }

    HeaderUnion union(String name) {
        return known(unions.get(name), "header union", name);
    }

    Program.Register register(String name) {
        return known(registers.get(name), "register array", name);
    }

    /** The place of a member in the unions of a stack. */
    int member(HeaderStack stack, String member) {
        List<String> members = unionMembers.get(unionTypeOfStack.getOrDefault(stack.name(), ""));
        int index = members == null ? -1 : members.indexOf(member);
        if (index < 0) {
            throw Json.broken("no member '" + member + "' in union stack '" + stack.name() + "'", null);
        }
        return index;
    }

    static HeaderType.Field field(HeaderType type, String name) {
        return type.fields().stream()
                .filter(f -> f.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Json.broken("no field '" + name + "' in header type '" + type.name() + "'", null));
    }

    static HeaderType.Field field(HeaderType type, int index) {
        if (index < 0 || index >= type.fields().size()) {
            throw Json.broken("no field " + index + " in header type '" + type.name() + "'", null);
        }
        return type.fields().get(index);
    }

    static <T> T known(@Nullable T value, String kind, String name) throws P4LoadException {
        if (value == null) {
            throw Json.broken("no " + kind + " '" + name + "'", null);
        }
        return value;
    }
}
