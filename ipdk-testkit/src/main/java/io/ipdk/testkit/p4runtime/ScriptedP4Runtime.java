package io.ipdk.testkit.p4runtime;

import io.ipdk.p4runtime.P4RuntimeClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a test its own target and a client that is its primary, with {@code @ExtendWith(ScriptedP4Runtime.class)} and
 * parameters of the types {@link ScriptedP4RuntimeServer} and {@link P4RuntimeClient}. Both are closed after the test.
 * Thread-safe.
 */
public final class ScriptedP4Runtime implements ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(ScriptedP4Runtime.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == ScriptedP4RuntimeServer.class || type == P4RuntimeClient.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Pair pair = context.getStore(NAMESPACE).computeIfAbsent(Pair.class, key -> new Pair(), Pair.class);
        return parameter.getParameter().getType() == P4RuntimeClient.class ? pair.client() : pair.server;
    }

    /** The target of one test, and its client once one is asked for. */
    private static final class Pair implements AutoCloseable {
        private final ScriptedP4RuntimeServer server = ScriptedP4RuntimeServer.inProcess();
        private @Nullable P4RuntimeClient client;

        private synchronized P4RuntimeClient client() {
            P4RuntimeClient known = client;
            if (known == null) {
                known = P4RuntimeClient.connect(server.target(), c -> c.electionId(1));
                client = known;
            }
            return known;
        }

        @Override
        public synchronized void close() {
            P4RuntimeClient known = client;
            if (known != null) {
                known.close();
            }
            server.close();
        }
    }
}
