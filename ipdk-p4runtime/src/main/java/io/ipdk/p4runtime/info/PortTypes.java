package io.ipdk.p4runtime.info;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.p4.config.v1.P4Info;
import org.p4.config.v1.P4NewTypeSpec;

/** Which of a program's translated types are those of ports ("Translation of Port Numbers"). */
final class PortTypes {
    /** What architectures and the programs of switches call it, the first that is there decides. */
    private static final List<String> KNOWN = List.of("PortId_t", "port_id_t", "PortIdInHeader_t");

    /** {@code port} as a word: at a change of case, at an underscore, or at either end. */
    private static final Pattern WORD = Pattern.compile("(^|_)port(_|[0-9]|$)");

    private PortTypes() {}

    static boolean areText(P4Info info) {
        Map<String, P4NewTypeSpec> types = info.getTypeInfo().getNewTypesMap();
        for (String known : KNOWN) {
            P4NewTypeSpec type = types.get(known);
            if (type != null && type.hasTranslatedType()) {
                return type.getTranslatedType().hasSdnString();
            }
        }
        return types.entrySet().stream()
                .anyMatch(type -> isPort(type.getKey())
                        && type.getValue().hasTranslatedType()
                        && type.getValue().getTranslatedType().hasSdnString());
    }

    private static boolean isPort(String name) {
        String words = name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
        return WORD.matcher(words).find();
    }
}
