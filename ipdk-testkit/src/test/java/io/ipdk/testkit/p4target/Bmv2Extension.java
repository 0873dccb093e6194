package io.ipdk.testkit.p4target;

import io.ipdk.p4runtime.P4RuntimeClient;
import io.ipdk.p4runtime.info.P4Program;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** Gives a test a switch of bmv2 of its own that runs a program, and a client that is its primary. Immutable. */
final class Bmv2Extension implements ParameterResolver, ExecutionCondition {
    private static final Namespace NAMESPACE = Namespace.create(Bmv2Extension.class);
    private static final Duration START = Duration.ofSeconds(30);

    private final Path executable;
    private final P4Program program;

    Bmv2Extension(Path executable, P4Program program) {
        this.executable = executable;
        this.program = program;
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return context.getTestMethod()
                .map(Bmv2Extension::judge)
                .orElseGet(() -> ConditionEvaluationResult.enabled("each test is judged by itself"));
    }

    private static ConditionEvaluationResult judge(Method test) {
        return AnnotationSupport.findAnnotation(test, DepartsOnBmv2.class)
                .map(departures -> ConditionEvaluationResult.disabled("bmv2 " + List.of(departures.value())))
                .orElseGet(() -> ConditionEvaluationResult.enabled("bmv2 does as the specification says"));
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == P4RuntimeClient.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getStore(NAMESPACE)
                .computeIfAbsent(Running.class, key -> new Running(executable, program), Running.class)
                .client;
    }

    private static final class Running implements AutoCloseable {
        private final Bmv2Switch process;
        private final P4RuntimeClient client;

        private Running(Path executable, P4Program program) {
            process = Bmv2Switch.start(executable);
            try {
                client = P4RuntimeClient.connect(
                        process.address(), c -> c.electionId(1).connectWithin(START));
                client.pipeline().verifyAndCommit(program);
            } catch (RuntimeException e) {
                process.close();
                throw e;
            }
        }

        @Override
        public void close() {
            client.close();
            process.close();
        }
    }
}
