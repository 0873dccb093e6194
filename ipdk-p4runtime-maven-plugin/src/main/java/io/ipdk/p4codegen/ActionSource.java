package io.ipdk.p4codegen;

import io.ipdk.p4runtime.info.ActionInfo;
import io.ipdk.p4runtime.info.ParamInfo;
import java.util.Map;
import java.util.Set;

/** The class of an action. */
final class ActionSource {
    private static final Set<String> TAKEN = Set.of("call", "from", "toCall");

    private ActionSource() {}

    static JavaSource of(String packageName, String typeName, ActionInfo action) {
        String alias = Escape.literal(action.name());
        JavaSource source = new JavaSource(packageName, typeName)
                .use("io.ipdk.p4runtime.entity.ActionCall", "java.util.Objects")
                .doc(Docs.of("Action", action), Docs.description(action), "Immutable; each step gives a new object.");
        source.member(
                "The action's name in the P4 program.",
                "public static final String NAME = " + Escape.literal(action.fullName()) + ";");
        source.member("private final ActionCall call;");
        source.member("""
                private $T(ActionCall call) {
                    this.call = Objects.requireNonNull(call, "call");
                }""");
        source.member(action.params().isEmpty() ? "The action." : "The action, as yet without values.", """
                public static $T call() {
                    return new $T(ActionCall.of(NAME));
                }""");
        source.use("java.util.Optional", "org.jspecify.annotations.Nullable");
        source.member(
                "The action of an entry that was read or built, if it is this one.",
                "public static Optional<$T> from(io.ipdk.p4runtime.entity.@Nullable TableAction action) {\n"
                        + "    return action instanceof ActionCall call && (call.action().equals(" + alias
                        + ") || call.action().equals(NAME))\n"
                        + "            ? Optional.of(new $T(call))\n"
                        + "            : Optional.empty();\n}");
        Map<String, String> methods =
                JavaNames.methods(action.params().stream().map(ParamInfo::name).toList(), TAKEN);
        for (ParamInfo param : action.params()) {
            String name = Escape.literal(param.name());
            String method = methods.get(param.name());
            String words = Escape.code(param.name()) + " (" + Setters.words(param.type()) + ')';
            String said = param.doc().getBrief().isEmpty()
                    ? "."
                    : ": " + Escape.javadoc(param.doc().getBrief());
            Setters.add(
                    source,
                    param.type(),
                    "Sets " + words + said,
                    "public $T " + method,
                    "return new $T(call.set(" + name + ", value));");
            source.member(
                    "The value of " + words + said,
                    "public P4Value " + method + "() {\n    return call.get(" + name + ");\n}");
        }
        return source.member("The action as an entity's part.", """
                        public ActionCall toCall() {
                            return call;
                        }""").member("""
                        @Override
                        public String toString() {
                            return call.toString();
                        }""");
    }
}
