package io.ipdk.testkit.p4target;

import io.ipdk.p4runtime.P4RuntimeClient;
import io.ipdk.p4runtime.info.P4Program;
import io.ipdk.p4target.PipelineOptions;
import io.ipdk.p4target.server.P4RuntimeServerSpec;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a test a {@link P4TestTarget} that runs its P4 program, and a {@link P4RuntimeClient} that is its primary, as
 * parameters of these types:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final P4TargetExtension TARGET = P4TargetExtension.running(program);
 *
 * @Test
 * void packetsAreRouted(P4TestTarget target, P4RuntimeClient client) { … }
 * }</pre>
 *
 * <p>Each test has a target of its own, closed after it; one that is asked for in {@code @BeforeAll} or in the constructor is
 * shared by all tests of the class. With {@code @ExtendWith} the target has no program.
 *
 * <p>Thread-safe. A program is compiled once for all targets of an extension.
 */
public final class P4TargetExtension implements ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(P4TargetExtension.class);

    private final @Nullable P4Program program;
    private final PipelineOptions options;
    private final UnaryOperator<P4RuntimeServerSpec.Builder> settings;
    private final KnownPipelines pipelines = new KnownPipelines();

    /** Targets without a program, with CPU port 510 and drop port 511. */
    public P4TargetExtension() {
        this(null, PipelineOptions.defaults(), builder -> builder);
    }

    private P4TargetExtension(
            @Nullable P4Program program, PipelineOptions options, UnaryOperator<P4RuntimeServerSpec.Builder> settings) {
        this.program = program;
        this.options = options;
        this.settings = settings;
    }

    /** Targets that run a program, with CPU port 510 and drop port 511. */
    public static P4TargetExtension running(P4Program program) {
        return new P4TargetExtension(program, PipelineOptions.defaults(), builder -> builder);
    }

    /** The same with other ports, with translations, or with externs. */
    public P4TargetExtension with(PipelineOptions other) {
        return new P4TargetExtension(program, other, settings);
    }

    /** The same with servers of other settings: {@code serving(s -> s.port(0))} listens on a free port of the loopback address. */
    public P4TargetExtension serving(UnaryOperator<P4RuntimeServerSpec.Builder> steps) {
        return new P4TargetExtension(program, options, steps);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == P4TestTarget.class || type == P4RuntimeClient.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Running running = context.getStore(NAMESPACE)
                .computeIfAbsent(
                        Running.class,
                        key -> new Running(new P4TestTarget(options, settings, pipelines), program),
                        Running.class);
        return parameter.getParameter().getType() == P4RuntimeClient.class ? running.client : running.target;
    }

    /** A target and its primary. */
    private static final class Running implements AutoCloseable {
        private final P4TestTarget target;
        private final P4RuntimeClient client;

        private Running(P4TestTarget target, @Nullable P4Program program) {
            this.target = target;
            try {
                client = target.connect(c -> c.electionId(1));
                if (program != null) {
                    client.pipeline().verifyAndCommit(program);
                }
            } catch (RuntimeException e) {
                target.close();
                throw e;
            }
        }

        @Override
        public void close() {
            target.close();
        }
    }
}
