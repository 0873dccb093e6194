package io.ipdk.p4target.server.pipeline;

import io.ipdk.error.IpdkException;
import java.io.Serial;

/** Nobody waits for the rest of a read any more. */
public final class ReadCancelledException extends IpdkException {
    @Serial
    private static final long serialVersionUID = 1L;

    public ReadCancelledException() {
        super("the read was cancelled", "", false, null);
    }
}
