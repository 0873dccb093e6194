package io.ipdk.testkit.peer;

import java.lang.reflect.AnnotatedElement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Decides for {@link RequiresPeer}: run, skip with a reason, or fail where peers are required. */
final class RequiresPeerCondition implements ExecutionCondition {
    private static final String MODE_VARIABLE = "IPDK_PEERS";
    private static final String REQUIRED = "required";

    private final Function<Peer, Presence> presence;
    private final boolean required;

    RequiresPeerCondition() {
        this(Peer::presence, REQUIRED.equals(System.getenv(MODE_VARIABLE)));
    }

    RequiresPeerCondition(Function<Peer, Presence> presence, boolean required) {
        this.presence = presence;
        this.required = required;
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return context.getElement()
                .map(this::judge)
                .orElseGet(() -> ConditionEvaluationResult.enabled("no element to judge"));
    }

    ConditionEvaluationResult judge(AnnotatedElement element) {
        List<String> missing = AnnotationSupport.findAnnotation(element, RequiresPeer.class)
                .map(annotation -> missing(List.of(annotation.value())))
                .orElse(List.of());
        if (missing.isEmpty()) {
            return ConditionEvaluationResult.enabled("every peer needed is here");
        }
        String reason = String.join(" | ", missing);
        if (required) {
            throw new IllegalStateException(MODE_VARIABLE + "=" + REQUIRED + ", but this test " + reason);
        }
        return ConditionEvaluationResult.disabled(reason);
    }

    private List<String> missing(List<Peer> peers) {
        List<String> messages = new ArrayList<>();
        for (Peer peer : peers) {
            if (presence.apply(peer) instanceof Presence.Missing missing) {
                messages.add(peer.missingMessage(missing.why()));
            }
        }
        return messages;
    }
}
