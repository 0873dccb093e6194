package io.ipdk.p4codegen;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.lang.model.SourceVersion;

/** P4 names as Java names: whatever a P4Info says, the result is an identifier, and no two are the same. */
final class JavaNames {
    private static final Set<String> OBJECT_METHODS =
            Set.of("getClass", "hashCode", "toString", "notify", "notifyAll", "wait", "clone", "finalize", "equals");

    private JavaNames() {}

    /** {@code ipv4_lpm} and {@code Table} as {@code Ipv4LpmTable}; a name that ends in the suffix gets no second one. */
    static String type(String p4Name, String suffix) {
        String name = capital(words(p4Name));
        boolean start = !name.isEmpty() && Character.isJavaIdentifierStart(name.charAt(0));
        return (start ? "" : "P4") + name + (name.endsWith(suffix) && !name.equals(suffix) ? "" : suffix);
    }

    /**
     * A method for each of some names: the last part of the name ({@code hdr.ipv4.dst_addr} as {@code dstAddr}), more parts where
     * that is taken.
     *
     * @param taken names that are methods already
     */
    static Map<String, String> methods(List<String> p4Names, Set<String> taken) {
        Map<String, Integer> ends = new HashMap<>();
        p4Names.forEach(name -> ends.merge(method(end(name, 1)), 1, Integer::sum));
        Set<String> used = new HashSet<>(taken);
        Map<String, String> methods = new LinkedHashMap<>();
        for (String name : p4Names) {
            String method = method(end(name, 1));
            for (int parts = 2; parts <= 4 && ends.getOrDefault(method, 1) > 1; parts++) {
                method = method(end(name, parts));
            }
            methods.put(name, unique(method, "Field", used));
        }
        return methods;
    }

    /** The name, or the name with a suffix, or with a number, so that it is not used yet. */
    static String unique(String wanted, String suffix, Set<String> used) {
        String name = wanted;
        for (int i = 1; !used.add(name); i++) {
            name = wanted + suffix + (i == 1 ? "" : String.valueOf(i));
        }
        return name;
    }

    private static String method(String p4Name) {
        String capital = capital(words(p4Name));
        String name =
                capital.isEmpty() ? "field" : capital.substring(0, 1).toLowerCase(Locale.ROOT) + capital.substring(1);
        if (!Character.isJavaIdentifierStart(name.charAt(0))) {
            name = "field" + name;
        }
        return SourceVersion.isKeyword(name) || OBJECT_METHODS.contains(name) ? name + "Field" : name;
    }

    /** The last few parts between dots. */
    private static String end(String name, int parts) {
        int at = name.length();
        for (int i = 0; i < parts && at > 0; i++) {
            at = name.lastIndexOf('.', at - 1);
        }
        return name.substring(Math.max(0, at));
    }

    private static String[] words(String name) {
        return name.split("[^A-Za-z0-9]+");
    }

    private static String capital(String[] words) {
        StringBuilder text = new StringBuilder();
        for (String word : words) {
            if (!word.isEmpty()) {
                text.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
            }
        }
        return text.toString();
    }
}
