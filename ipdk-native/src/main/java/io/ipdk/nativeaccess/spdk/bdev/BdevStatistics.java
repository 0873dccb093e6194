package io.ipdk.nativeaccess.spdk.bdev;

import io.ipdk.nativeaccess.spdk.rpc.RpcClient;
import io.ipdk.nativeaccess.spdk.rpc.RpcRequest;
import io.ipdk.nativeaccess.spdk.rpc.RpcResults;
import io.ipdk.nativeaccess.spdk.rpc.SpdkVersion;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What block devices have done, and how long it took.
 *
 * <p>Thread-safe.
 */
public final class BdevStatistics {

    private final RpcClient rpc;

    public BdevStatistics(RpcClient rpc) {
        this.rpc = rpc;
    }

    /** Counters of all block devices since each was made, or since they were reset. */
    public List<BdevIoStat> all() {
        return rpc.await(allAsync());
    }

    /** As {@link #all}, without waiting. */
    public CompletableFuture<List<BdevIoStat>> allAsync() {
        return rpc.callAsync(RpcRequest.of("bdev_get_iostat"), BdevIoStat::readAll);
    }

    /** Counters of one block device. */
    public BdevIoStat of(String bdev) {
        return rpc.await(ofAsync(bdev));
    }

    /** As {@link #of}, without waiting. */
    public CompletableFuture<BdevIoStat> ofAsync(String bdev) {
        return rpc.callAsync(
                target -> one(target.version(), bdev),
                node -> BdevIoStat.readAll(node).get(0));
    }

    /** Begins to keep a histogram of how long requests take, or stops. */
    public void enableHistogram(String bdev, boolean enable) {
        rpc.await(enableHistogramAsync(bdev, enable));
    }

    /** As {@link #enableHistogram}, without waiting. */
    public CompletableFuture<Void> enableHistogramAsync(String bdev, boolean enable) {
        return rpc.callAsync(
                RpcRequest.of("bdev_enable_histogram").with("name", bdev).with("enable", enable), RpcResults::done);
    }

    /** What the histogram has gathered. */
    public IoHistogram histogram(String bdev) {
        return rpc.await(histogramAsync(bdev));
    }

    /** As {@link #histogram}, without waiting. */
    public CompletableFuture<IoHistogram> histogramAsync(String bdev) {
        return rpc.callAsync(RpcRequest.of("bdev_get_histogram").with("name", bdev), IoHistogram::read);
    }

    /** A list of names took the place of a name in 26.01. */
    private static RpcRequest one(SpdkVersion version, String bdev) {
        RpcRequest request = RpcRequest.of("bdev_get_iostat");
        return version.isAtLeast(SpdkVersion.of(26, 1))
                ? request.with("names", List.of(bdev))
                : request.with("name", bdev);
    }
}
