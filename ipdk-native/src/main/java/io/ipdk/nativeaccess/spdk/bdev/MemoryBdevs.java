package io.ipdk.nativeaccess.spdk.bdev;

import io.ipdk.nativeaccess.spdk.rpc.RpcClient;
import io.ipdk.nativeaccess.spdk.rpc.RpcRequest;
import io.ipdk.nativeaccess.spdk.rpc.RpcResults;
import io.ipdk.unit.DataSize;
import java.util.concurrent.CompletableFuture;

/**
 * Block devices without a medium: memory ("malloc"), and nothing at all ("null"). For tests and for measuring the way there.
 *
 * <p>Thread-safe.
 */
public final class MemoryBdevs {

    private final RpcClient rpc;

    public MemoryBdevs(RpcClient rpc) {
        this.rpc = rpc;
    }

    /**
     * Makes a disk of SPDK's own huge pages; it is gone with the process.
     *
     * @param size a multiple of the block size
     * @param blockSize bytes, a multiple of 512
     * @return its name
     */
    public String createMalloc(String name, DataSize size, int blockSize) {
        return rpc.await(createMallocAsync(name, size, blockSize));
    }

    /** As {@link #createMalloc}, without waiting. */
    public CompletableFuture<String> createMallocAsync(String name, DataSize size, int blockSize) {
        return rpc.callAsync(
                RpcRequest.of("bdev_malloc_create")
                        .with("name", name)
                        .with("num_blocks", size.bytes() / blockSize)
                        .with("block_size", blockSize),
                RpcResults::text);
    }

    /** Removes it, also from whoever uses it: a vhost controller keeps its socket and loses its disk. */
    public void deleteMalloc(String name) {
        rpc.await(deleteMallocAsync(name));
    }

    /** As {@link #deleteMalloc}, without waiting. */
    public CompletableFuture<Void> deleteMallocAsync(String name) {
        return rpc.callAsync(RpcRequest.of("bdev_malloc_delete").with("name", name), RpcResults::done);
    }

    /**
     * Makes a disk that reads as zeros and forgets what is written.
     *
     * @return its name
     */
    public String createNull(String name, DataSize size, int blockSize) {
        return rpc.await(createNullAsync(name, size, blockSize));
    }

    /** As {@link #createNull}, without waiting. */
    public CompletableFuture<String> createNullAsync(String name, DataSize size, int blockSize) {
        return rpc.callAsync(
                RpcRequest.of("bdev_null_create")
                        .with("name", name)
                        .with("num_blocks", size.bytes() / blockSize)
                        .with("block_size", blockSize),
                RpcResults::text);
    }

    /** Gives it another size, whole MiB; it must not shrink. */
    public void resizeNull(String name, DataSize size) {
        rpc.await(resizeNullAsync(name, size));
    }

    /** As {@link #resizeNull}, without waiting. */
    public CompletableFuture<Void> resizeNullAsync(String name, DataSize size) {
        return rpc.callAsync(
                RpcRequest.of("bdev_null_resize").with("name", name).with("new_size", size.bytes() >> 20),
                RpcResults::done);
    }

    /** Removes it. */
    public void deleteNull(String name) {
        rpc.await(deleteNullAsync(name));
    }

    /** As {@link #deleteNull}, without waiting. */
    public CompletableFuture<Void> deleteNullAsync(String name) {
        return rpc.callAsync(RpcRequest.of("bdev_null_delete").with("name", name), RpcResults::done);
    }
}
