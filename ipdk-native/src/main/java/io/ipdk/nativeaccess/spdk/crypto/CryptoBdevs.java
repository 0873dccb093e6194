package io.ipdk.nativeaccess.spdk.crypto;

import io.ipdk.nativeaccess.spdk.rpc.RpcClient;
import io.ipdk.nativeaccess.spdk.rpc.RpcRequest;
import io.ipdk.nativeaccess.spdk.rpc.RpcResults;
import io.ipdk.nativeaccess.spdk.rpc.SpdkVersion;
import java.util.concurrent.CompletableFuture;

/**
 * Block devices that encrypt what is written to the one under them.
 *
 * <p>Thread-safe.
 */
public final class CryptoBdevs {

    private final RpcClient rpc;

    public CryptoBdevs(RpcClient rpc) {
        this.rpc = rpc;
    }

    /**
     * Makes an encrypted view of a block device. Needs SPDK 23.01 or later, built with its crypto module.
     *
     * @param keyName as given to {@link CryptoKeys#create}
     * @return its name
     */
    public String create(String base, String name, String keyName) {
        return rpc.await(createAsync(base, name, keyName));
    }

    /** As {@link #create}, without waiting. */
    public CompletableFuture<String> createAsync(String base, String name, String keyName) {
        return rpc.callAsync(
                RpcRequest.of("bdev_crypto_create")
                        .with("base_bdev_name", base)
                        .with("name", name)
                        .since(SpdkVersion.of(23, 1), "key_name", keyName),
                RpcResults::text);
    }

    /** Removes it; the block device under it stays, encrypted. */
    public void delete(String name) {
        rpc.await(deleteAsync(name));
    }

    /** As {@link #delete}, without waiting. */
    public CompletableFuture<Void> deleteAsync(String name) {
        return rpc.callAsync(RpcRequest.of("bdev_crypto_delete").with("name", name), RpcResults::done);
    }
}
