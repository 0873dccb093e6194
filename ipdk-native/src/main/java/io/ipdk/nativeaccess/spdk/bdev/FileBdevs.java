package io.ipdk.nativeaccess.spdk.bdev;

import io.ipdk.nativeaccess.spdk.rpc.RpcClient;
import io.ipdk.nativeaccess.spdk.rpc.RpcRequest;
import io.ipdk.nativeaccess.spdk.rpc.RpcResults;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Block devices on files and kernel block devices, through Linux AIO or io_uring.
 *
 * <p>Thread-safe.
 */
public final class FileBdevs {

    private final RpcClient rpc;

    public FileBdevs(RpcClient rpc) {
        this.rpc = rpc;
    }

    /**
     * Makes a disk of a file, through AIO.
     *
     * @param blockSize bytes; 0 takes the file's own
     * @return its name
     */
    public String createAio(String name, Path file, int blockSize) {
        return rpc.await(createAioAsync(name, file, blockSize));
    }

    /** As {@link #createAio}, without waiting. */
    public CompletableFuture<String> createAioAsync(String name, Path file, int blockSize) {
        return rpc.callAsync(
                RpcRequest.of("bdev_aio_create")
                        .with("name", name)
                        .with("filename", file.toString())
                        .maybe("block_size", orNull(blockSize)),
                RpcResults::text);
    }

    /** Takes notice of a file that has grown. */
    public void rescanAio(String name) {
        rpc.await(rescanAioAsync(name));
    }

    /** As {@link #rescanAio}, without waiting. */
    public CompletableFuture<Void> rescanAioAsync(String name) {
        return rpc.callAsync(RpcRequest.of("bdev_aio_rescan").with("name", name), RpcResults::done);
    }

    /** Removes it; the file stays. */
    public void deleteAio(String name) {
        rpc.await(deleteAioAsync(name));
    }

    /** As {@link #deleteAio}, without waiting. */
    public CompletableFuture<Void> deleteAioAsync(String name) {
        return rpc.callAsync(RpcRequest.of("bdev_aio_delete").with("name", name), RpcResults::done);
    }

    /**
     * Makes a disk of a file, through io_uring, if SPDK was built with it.
     *
     * @param blockSize bytes; 0 takes the file's own
     * @return its name
     */
    public String createUring(String name, Path file, int blockSize) {
        return rpc.await(createUringAsync(name, file, blockSize));
    }

    /** As {@link #createUring}, without waiting. */
    public CompletableFuture<String> createUringAsync(String name, Path file, int blockSize) {
        return rpc.callAsync(
                RpcRequest.of("bdev_uring_create")
                        .with("name", name)
                        .with("filename", file.toString())
                        .maybe("block_size", orNull(blockSize)),
                RpcResults::text);
    }

    /** Takes notice of a file that has grown. */
    public void rescanUring(String name) {
        rpc.await(rescanUringAsync(name));
    }

    /** As {@link #rescanUring}, without waiting. */
    public CompletableFuture<Void> rescanUringAsync(String name) {
        return rpc.callAsync(RpcRequest.of("bdev_uring_rescan").with("name", name), RpcResults::done);
    }

    /** Removes it; the file stays. */
    public void deleteUring(String name) {
        rpc.await(deleteUringAsync(name));
    }

    /** As {@link #deleteUring}, without waiting. */
    public CompletableFuture<Void> deleteUringAsync(String name) {
        return rpc.callAsync(RpcRequest.of("bdev_uring_delete").with("name", name), RpcResults::done);
    }

    private static @Nullable Integer orNull(int blockSize) {
        return blockSize == 0 ? null : blockSize;
    }
}
