package io.ipdk.p4codegen;

import io.ipdk.error.InvalidSpecException;
import io.ipdk.p4runtime.info.P4Info;
import io.ipdk.p4runtime.info.P4Object;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.lang.model.SourceVersion;

/**
 * Java for a P4 program: the same P4Info always gives the same text.
 *
 * <p>Confined to one thread (the caller's).
 */
public final class CodeGenerator {
    private final String packageName;
    private final Set<String> types = new HashSet<>();
    private final Map<String, String> files = new TreeMap<>();

    /**
     * @param packageName the package of the classes
     * @throws InvalidSpecException if it cannot be the name of a package
     */
    public CodeGenerator(String packageName) {
        if (!SourceVersion.isName(packageName)) {
            throw new InvalidSpecException("packageName", '\'' + packageName + '\'', "a name of a Java package");
        }
        this.packageName = packageName;
    }

    /** The text of each file by its name. */
    public Map<String, String> generate(P4Info info) {
        types.clear();
        files.clear();
        Map<Integer, String> actionTypes = new HashMap<>();
        info.actions().forEach(action -> {
            String type = type(action, "Action");
            actionTypes.put(action.id(), type);
            add(ActionSource.of(packageName, type, action));
        });
        TableSource tables = new TableSource(packageName, actionTypes);
        info.tables().forEach(table -> add(tables.of(type(table, "Table"), table)));
        ArraySources arrays = new ArraySources(packageName);
        info.counters().forEach(counter -> add(arrays.counter(type(counter, "Counter"), counter)));
        info.meters().forEach(meter -> add(arrays.meter(type(meter, "Meter"), meter)));
        info.registers().forEach(register -> add(arrays.register(type(register, "Register"), register)));
        info.digests()
                .forEach(digest -> add(
                        DigestSource.of(packageName, type(digest.name().replaceFirst("_t$", ""), "Digest"), digest)));
        info.packetIn().ifPresent(header -> add(HeaderSource.in(packageName, type(header, "Header"), header)));
        info.packetOut().ifPresent(header -> add(HeaderSource.out(packageName, type(header, "Header"), header)));
        files.put("package-info.java", packageInfo(info));
        return new TreeMap<>(files);
    }

    private String type(P4Object object, String suffix) {
        return type(object.name(), suffix);
    }

    private String type(String p4Name, String suffix) {
        return JavaNames.unique(JavaNames.type(p4Name, suffix), "", types);
    }

    private void add(JavaSource source) {
        files.put(source.fileName(), source.text());
    }

    private String packageInfo(P4Info info) {
        String program =
                info.programName().isEmpty() ? "a P4 program" : "the P4 program " + Escape.code(info.programName());
        return "/** Tables, actions and the rest of " + program + ". */\n@NullMarked\npackage " + packageName
                + ";\n\nimport org.jspecify.annotations.NullMarked;\n";
    }
}
