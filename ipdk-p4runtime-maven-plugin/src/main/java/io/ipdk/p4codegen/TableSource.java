package io.ipdk.p4codegen;

import io.ipdk.p4runtime.info.ActionProfileInfo;
import io.ipdk.p4runtime.info.MatchFieldInfo;
import io.ipdk.p4runtime.info.TableInfo;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.p4.config.v1.ActionRef;

/** The class of a table. */
final class TableSource {
    private static final Set<String> TAKEN = Set.of(
            "action",
            "all",
            "build",
            "counter",
            "defaultEntry",
            "directCounter",
            "directMeter",
            "entry",
            "group",
            "idleTimeout",
            "member",
            "meter",
            "of",
            "oneShot",
            "priority");

    private final String packageName;
    private final Map<Integer, String> actionTypes;
    private final Map<Integer, String> setTypes;

    /**
     * @param actionTypes the class of each action by its id
     * @param setTypes the class of the sets of actions of each selector by its id
     */
    TableSource(String packageName, Map<Integer, String> actionTypes, Map<Integer, String> setTypes) {
        this.packageName = packageName;
        this.actionTypes = actionTypes;
        this.setTypes = setTypes;
    }

    JavaSource of(String typeName, TableInfo table) {
        JavaSource source = new JavaSource(packageName, typeName)
                .use("io.ipdk.p4runtime.entity.TableEntry", "java.util.Objects")
                .doc(Docs.of("Table", table), Docs.description(table), "Immutable; each step gives a new object.");
        frame(source, table);
        Set<String> taken = new HashSet<>(TAKEN);
        Map<String, String> methods = JavaNames.methods(
                table.fields().stream().map(MatchFieldInfo::name).toList(), taken);
        for (MatchFieldInfo field : table.fields()) {
            field(source, field, Objects.requireNonNull(methods.get(field.name())));
        }
        if (table.prioritized()) {
            source.member("Ranks the entry among those that overlap: the larger number wins.", """
                    public $T priority(int rank) {
                        return new $T(entry.priority(rank));
                    }""");
        }
        taken.addAll(methods.values());
        actions(source, table, taken);
        extras(source, table);
        return source.member("The entry, to be written or used as a filter.", """
                        public TableEntry build() {
                            return entry;
                        }""")
                .member("""
                        @Override
                        public String toString() {
                            return entry.toString();
                        }""");
    }

    private static void frame(JavaSource source, TableInfo table) {
        source.member(
                "The table's name in the P4 program.",
                "public static final String NAME = " + Escape.literal(table.fullName()) + ";");
        source.member("private final TableEntry entry;");
        source.member("""
                private $T(TableEntry entry) {
                    this.entry = Objects.requireNonNull(entry, "entry");
                }""");
        source.member("An entry that matches everything, as yet without an action.", """
                public static $T entry() {
                    return new $T(TableEntry.in(NAME));
                }""");
        source.member("The default entry.", """
                public static $T defaultEntry() {
                    return new $T(TableEntry.defaultOf(NAME));
                }""");
        source.member("For a read: all entries of the table but the default one.", """
                public static TableEntry all() {
                    return TableEntry.all(NAME);
                }""");
        source.member("An entry as it was read.", """
                public static $T of(TableEntry entry) {
                    return new $T(entry);
                }""");
    }

    private static void field(JavaSource source, MatchFieldInfo field, String method) {
        String name = Escape.literal(field.name());
        String kind = field.kind().name().toLowerCase(Locale.ROOT);
        String words = Escape.code(field.name()) + " (" + kind + ", " + Setters.words(field.type()) + ')';
        switch (field.kind()) {
            case EXACT, OPTIONAL ->
                Setters.add(
                        source,
                        field.type(),
                        "Matches " + words + ".",
                        "public $T " + method,
                        "return new $T(entry." + kind + "(" + name + ", value));");
            case LPM -> {
                source.use("io.ipdk.p4runtime.value.P4Value");
                source.member(
                        "Matches " + words + ": an address or number, a slash, the prefix length.",
                        "public $T " + method + "(String prefix) {\n    return new $T(entry.lpm(" + name
                                + ", prefix));\n}");
                source.member(
                        "Matches the first bits of " + words + ".",
                        "public $T " + method + "(P4Value value, int prefixLength) {\n    return new $T(entry.lpm("
                                + name + ", value, prefixLength));\n}");
            }
            case TERNARY -> {
                source.use("io.ipdk.p4runtime.value.P4Value");
                source.member(
                        "Matches " + words
                                + ": a value and a mask such as 0x0800&amp;&amp;&amp;0xff00, or an address and a"
                                + " prefix length such as 10.0.0.0/8.",
                        "public $T " + method + "(String valueAndMask) {\n    return new $T(entry.ternary(" + name
                                + ", valueAndMask));\n}");
                source.member(
                        "Matches " + words + " under a mask.",
                        "public $T " + method + "(P4Value value, P4Value mask) {\n    return new $T(entry.ternary("
                                + name + ", value, mask));\n}");
            }
            case RANGE -> {
                source.use("io.ipdk.p4runtime.value.P4Value");
                source.member(
                        "Matches " + words + " between two values, both included.",
                        "public $T " + method + "(P4Value low, P4Value high) {\n    return new $T(entry.range(" + name
                                + ", low, high));\n}");
                if (field.type().bitWidth() > 0 && field.type().bitWidth() < Long.SIZE) {
                    source.member(
                            "Matches " + words + " between two values, both included.",
                            "public $T " + method + "(long low, long high) {\n    return new $T(entry.range(" + name
                                    + ", low, high));\n}");
                }
            }
            case OTHER -> {
                source.use("com.google.protobuf.Any", "io.ipdk.p4runtime.entity.Match");
                source.member(
                        "Matches " + words + " in the architecture's own way.",
                        "public $T " + method + "(Any match) {\n    return new $T(entry.match(new Match.Other(" + name
                                + ", match)));\n}");
            }
        }
        getter(source, field, method, name, words);
    }

    private static void getter(JavaSource source, MatchFieldInfo field, String method, String name, String words) {
        String kind = field.kind().name();
        String type = "Match." + kind.charAt(0) + kind.substring(1).toLowerCase(Locale.ROOT);
        source.use("io.ipdk.p4runtime.entity.Match", "java.util.Optional");
        source.member(
                "How " + words + " is matched; nothing if it may be anything.",
                "public Optional<" + type + "> " + method + "() {\n    return entry.match(" + name + ").map(" + type
                        + ".class::cast);\n}");
    }

    private void actions(JavaSource source, TableInfo table, Set<String> taken) {
        ActionProfileInfo profile = table.profile();
        boolean direct = profile == null;
        List<TableInfo.Action> actions = table.actions();
        if (profile != null) {
            source.member("Calls a member of " + Escape.code(profile.fullName()) + ".", """
                    public $T member(long memberId) {
                        return new $T(entry.member(memberId));
                    }""");
            if (profile.selector()) {
                source.member("Calls a group of " + Escape.code(profile.fullName()) + ".", """
                        public $T group(long groupId) {
                            return new $T(entry.group(groupId));
                        }""");
                source.member(
                        "Takes one of a set of actions for each packet.",
                        "public $T oneShot(" + Objects.requireNonNull(setTypes.get(profile.id()))
                                + " actions) {\n    return new $T(entry.action(actions.build()));\n}");
            }
        }
        for (TableInfo.Action ref : actions) {
            String type = Objects.requireNonNull(actionTypes.get(ref.action().id()));
            boolean entries = direct && ref.scope() != ActionRef.Scope.DEFAULT_ONLY;
            String where = direct
                    ? ref.scope() == ActionRef.Scope.DEFAULT_ONLY
                            ? " This is for the default entry only."
                            : ref.scope() == ActionRef.Scope.TABLE_ONLY ? " This is not for the default entry." : ""
                    : " This is for the default entry: others use the action profile.";
            source.member(
                    "Calls " + Escape.code(ref.action().fullName()) + "." + where,
                    "public $T action(" + type + " action) {\n    return new $T(entry.action(action.toCall()));\n}");
            if (direct) {
                String method =
                        JavaNames.unique(Character.toLowerCase(type.charAt(0)) + type.substring(1), "Call", taken);
                source.use("java.util.Optional");
                source.member(
                        "The action that the " + (entries ? "entry" : "default entry") + " calls, if it is "
                                + Escape.code(ref.action().fullName()) + ".",
                        "public Optional<" + type + "> " + method + "() {\n    return " + type
                                + ".from(entry.action());\n}");
            }
        }
    }

    private static void extras(JavaSource source, TableInfo table) {
        if (table.counter() != null) {
            source.use("io.ipdk.p4runtime.entity.CounterData", "io.ipdk.p4runtime.entity.DirectCounterEntry");
            source.member("The entry's counter by itself, to be read or set.", """
                    public DirectCounterEntry directCounter() {
                        return DirectCounterEntry.of(entry);
                    }""");
            source.member(
                    "Sets the entry's counter " + Escape.code(table.counter().fullName()) + "; in a read, asks for it.",
                    """
                    public $T counter(CounterData data) {
                        return new $T(entry.counter(data));
                    }""");
        }
        if (table.meter() != null) {
            source.use("io.ipdk.p4runtime.entity.DirectMeterEntry", "io.ipdk.p4runtime.entity.MeterConfig");
            source.member("The entry's meter by itself, to be read or configured.", """
                    public DirectMeterEntry directMeter() {
                        return DirectMeterEntry.of(entry);
                    }""");
            source.member(
                    "Configures the entry's meter " + Escape.code(table.meter().fullName())
                            + "; in a read, asks for it.",
                    """
                    public $T meter(MeterConfig config) {
                        return new $T(entry.meter(config));
                    }""");
        }
        if (table.idleTimeouts()) {
            source.use("java.time.Duration");
            source.member("Asks for a notice when the entry was not hit for so long.", """
                    public $T idleTimeout(Duration timeout) {
                        return new $T(entry.idleTimeout(timeout));
                    }""");
        }
    }
}
