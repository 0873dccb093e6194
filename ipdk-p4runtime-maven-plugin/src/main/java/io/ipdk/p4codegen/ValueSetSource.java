package io.ipdk.p4codegen;

import io.ipdk.p4runtime.info.MatchFieldInfo;
import io.ipdk.p4runtime.info.MatchKind;
import io.ipdk.p4runtime.info.ValueSetInfo;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The class of a parser's value set. */
final class ValueSetSource {
    private static final int LONG = 63;

    private ValueSetSource() {}

    static JavaSource of(String packageName, String typeName, ValueSetInfo set) {
        JavaSource source = new JavaSource(packageName, typeName)
                .use("io.ipdk.p4runtime.entity.ValueSet", "java.util.Objects")
                .doc(
                        Docs.of("Value set", set) + " A write replaces all its members.",
                        Docs.description(set),
                        "Immutable; each step gives a new object.");
        source.member(
                "The set's name in the P4 program.",
                "public static final String NAME = " + Escape.literal(set.fullName()) + ";");
        if (set.size() > 0) {
            source.member("How many members fit.", "public static final int SIZE = " + set.size() + ";");
        }
        source.member("private final ValueSet set;");
        source.member("""
                private $T(ValueSet set) {
                    this.set = Objects.requireNonNull(set, "set");
                }""");
        source.member("The set without members; in a read, with all that it has.", """
                public static $T empty() {
                    return new $T(ValueSet.of(NAME));
                }""");
        source.member("A set as it was read.", """
                public static $T of(ValueSet set) {
                    return new $T(set);
                }""");
        members(source, set.fields());
        return source.member("The set, to be written or used as a filter.", """
                        public ValueSet build() {
                            return set;
                        }""").member("""
                        @Override
                        public String toString() {
                            return set.toString();
                        }""");
    }

    private static void members(JavaSource source, List<MatchFieldInfo> fields) {
        source.use("io.ipdk.p4runtime.entity.Match");
        if (fields.stream().anyMatch(field -> field.kind() == MatchKind.OTHER)) {
            source.member("Adds a member, in the architecture's own way.", """
                    public $T add(Match... matches) {
                        return new $T(this.set.member(matches));
                    }""");
            return;
        }
        source.use("io.ipdk.p4runtime.value.P4Value");
        Map<String, String> names =
                JavaNames.methods(fields.stream().map(MatchFieldInfo::name).toList(), Set.of("add"));
        Set<String> used = new HashSet<>(names.values());
        List<String> parameters = new ArrayList<>();
        List<String> matches = new ArrayList<>();
        List<String> words = new ArrayList<>();
        for (MatchFieldInfo field : fields) {
            String name = Objects.requireNonNull(names.get(field.name()));
            String literal = Escape.literal(field.name());
            words.add((field.name().isEmpty() ? "a value" : Escape.code(field.name())) + " ("
                    + Setters.words(field.type()) + ')');
            switch (field.kind()) {
                case EXACT, OPTIONAL -> {
                    parameters.add("P4Value " + name);
                    String type = field.kind() == MatchKind.EXACT ? "Exact" : "Optional";
                    matches.add("new Match." + type + "(" + literal + ", " + name + ")");
                }
                case LPM -> {
                    String length = JavaNames.unique(name + "Prefix", "Length", used);
                    parameters.add("P4Value " + name + ", int " + length);
                    matches.add("new Match.Lpm(" + literal + ", " + name + ", " + length + ")");
                }
                case TERNARY -> {
                    String mask = JavaNames.unique(name + "Mask", "Bits", used);
                    parameters.add("P4Value " + name + ", P4Value " + mask);
                    matches.add("new Match.Ternary(" + literal + ", " + name + ", " + mask + ")");
                }
                default -> {
                    String high = JavaNames.unique(name + "High", "End", used);
                    parameters.add("P4Value " + name + ", P4Value " + high);
                    matches.add("new Match.Range(" + literal + ", " + name + ", " + high + ")");
                }
            }
        }
        String doc = "Adds a member: " + String.join(", ", words) + '.';
        source.member(
                doc,
                "public $T add(" + String.join(", ", parameters) + ") {\n    return new $T(this.set.member("
                        + String.join(", ", matches) + "));\n}");
        if (fields.stream().allMatch(ValueSetSource::isSmall)) {
            List<String> numbers = new ArrayList<>();
            List<String> values = new ArrayList<>();
            for (MatchFieldInfo field : fields) {
                numbers.add("long " + names.get(field.name()));
                values.add("P4Value.of(" + names.get(field.name()) + ")");
            }
            source.member(
                    doc,
                    "public $T add(" + String.join(", ", numbers) + ") {\n    return add(" + String.join(", ", values)
                            + ");\n}");
        }
    }

    private static boolean isSmall(MatchFieldInfo field) {
        return field.kind() == MatchKind.EXACT
                && !field.type().string()
                && field.type().bitWidth() > 0
                && field.type().bitWidth() <= LONG;
    }
}
