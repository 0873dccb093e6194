package io.ipdk.nativeaccess.spdk.framework;

import io.ipdk.nativeaccess.spdk.bdev.BdevInfo;
import io.ipdk.nativeaccess.spdk.bdev.Bdevs;
import io.ipdk.nativeaccess.spdk.rpc.RpcClient;
import io.ipdk.nativeaccess.spdk.rpc.RpcRequest;
import io.ipdk.nativeaccess.spdk.rpc.RpcResults;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What happens to block devices. SPDK keeps the last 1024 events and drops older ones.
 *
 * <p>Thread-safe.
 */
public final class Notifications {

    private final RpcClient rpc;

    public Notifications(RpcClient rpc) {
        this.rpc = rpc;
    }

    /** The types of events there are. */
    public List<String> types() {
        return rpc.await(typesAsync());
    }

    /** As {@link #types}, without waiting. */
    public CompletableFuture<List<String>> typesAsync() {
        return rpc.callAsync(RpcRequest.of("notify_get_types"), RpcResults.list(RpcResults::text));
    }

    /** Events from a number on, as far as they are kept; at most {@code max}. */
    public List<Notification> since(long id, int max) {
        return rpc.await(sinceAsync(id, max));
    }

    /** As {@link #since}, without waiting. */
    public CompletableFuture<List<Notification>> sinceAsync(long id, int max) {
        return rpc.callAsync(
                RpcRequest.of("notify_get_notifications").with("id", id).with("max", max),
                RpcResults.list(Notification::read));
    }

    /** A reader that misses nothing: where events were lost, or SPDK was started anew, it says what there is instead. */
    public NotificationCursor cursor() {
        return new NotificationCursor(this, this::present);
    }

    private List<BdevInfo> present() {
        return new Bdevs(rpc).list();
    }
}
