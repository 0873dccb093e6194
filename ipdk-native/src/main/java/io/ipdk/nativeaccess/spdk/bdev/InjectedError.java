package io.ipdk.nativeaccess.spdk.bdev;

import io.ipdk.nativeaccess.spdk.rpc.RpcRequest;
import java.util.Locale;

/**
 * An error to come.
 *
 * <p>Immutable.
 *
 * @param request which requests it befalls
 * @param effect what happens to them
 * @param count how many of them
 */
public record InjectedError(Request request, Effect effect, int count) {

    /** Kinds of requests. Immutable. */
    public enum Request {
        /** Reads. */
        READ,
        /** Writes. */
        WRITE,
        /** Discards. */
        UNMAP,
        /** Flushes. */
        FLUSH,
        /** All of them. */
        ALL,
        /** None any more: ends what was asked for before. */
        CLEAR
    }

    /** What happens to a request. Immutable. */
    public enum Effect {
        /** It is answered as failed. */
        FAILURE,
        /** It is not answered until the device is reset. */
        PENDING,
        /** It is answered as if there were no memory for it. */
        NOMEM
    }

    public InjectedError {
        if (count < 1) {
            throw new IllegalArgumentException("an error for " + count + " requests: 1 or more");
        }
    }

    RpcRequest addTo(RpcRequest call) {
        return call.with("io_type", request.name().toLowerCase(Locale.ROOT))
                .with("error_type", effect.name().toLowerCase(Locale.ROOT))
                .with("num", count);
    }
}
