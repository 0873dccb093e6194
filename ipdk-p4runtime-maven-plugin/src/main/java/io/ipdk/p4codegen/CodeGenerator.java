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
        Map<Integer, String> setTypes = profiles(info, actionTypes);
        TableSource tables = new TableSource(packageName, actionTypes, setTypes);
        info.tables().forEach(table -> add(tables.of(type(table, "Table"), table)));
        ArraySources arrays = new ArraySources(packageName);
        info.counters().forEach(counter -> add(arrays.counter(type(counter, "Counter"), counter)));
        info.meters().forEach(meter -> add(arrays.meter(type(meter, "Meter"), meter)));
        info.registers().forEach(register -> add(arrays.register(type(register, "Register"), register)));
        info.digests()
                .forEach(digest -> add(
                        DigestSource.of(packageName, type(digest.name().replaceFirst("_t$", ""), "Digest"), digest)));
        info.valueSets().forEach(set -> add(ValueSetSource.of(packageName, type(set, "ValueSet"), set)));
        info.externs().forEach(extern -> add(ExternSource.of(packageName, type(extern, "Extern"), extern)));
        info.packetIn().ifPresent(header -> add(HeaderSource.in(packageName, type(header, "Header"), header)));
        info.packetOut().ifPresent(header -> add(HeaderSource.out(packageName, type(header, "Header"), header)));
        files.put("package-info.java", packageInfo(info));
        return new TreeMap<>(files);
    }

    /** The class of each selector's sets of actions by its id. */
    private Map<Integer, String> profiles(P4Info info, Map<Integer, String> actionTypes) {
        ProfileSources profiles = new ProfileSources(packageName, actionTypes, info);
        Map<Integer, String> setTypes = new HashMap<>();
        info.actionProfiles().forEach(profile -> {
            add(profiles.profile(type(profile, "Profile"), profile));
            if (profile.selector()) {
                String set = type(profile, "ActionSet");
                setTypes.put(profile.id(), set);
                add(profiles.actionSet(set, profile));
            }
        });
        return setTypes;
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
