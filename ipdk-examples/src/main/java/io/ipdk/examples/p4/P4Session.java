package io.ipdk.examples.p4;

import io.ipdk.p4runtime.P4RuntimeClient;
import io.ipdk.p4runtime.info.P4Info;
import org.jspecify.annotations.Nullable;

/** What all commands of one run share: the connection, made when it is first needed, and the output. Confined to one thread. */
final class P4Session implements AutoCloseable {
    private final Output output;
    private final ConnectionOptions options;
    private @Nullable P4RuntimeClient client;

    P4Session(ConnectionOptions options, Output output) {
        this.options = options;
        this.output = output;
    }

    Output output() {
        return output;
    }

    P4RuntimeClient client() {
        P4RuntimeClient known = client;
        if (known == null) {
            known = options.connect();
            client = known;
        }
        return known;
    }

    /** The P4Info in use; the target's own until a pipeline is pushed. */
    P4Info info() {
        return client().pipeline().names().info();
    }

    EntityRecords records() {
        return new EntityRecords(info());
    }

    @Override
    public void close() {
        P4RuntimeClient known = client;
        client = null;
        if (known != null) {
            known.close();
        }
    }

    @Override
    public String toString() {
        return options.toString();
    }
}
