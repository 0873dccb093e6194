package io.ipdk.nativeaccess.spdk.crypto;

import io.ipdk.nativeaccess.spdk.rpc.RpcClient;
import io.ipdk.nativeaccess.spdk.rpc.RpcRequest;
import io.ipdk.nativeaccess.spdk.rpc.RpcResults;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Keys that SPDK encrypts with, known by their names. SPDK itself answers keys in clear to whoever may use its socket; this client never
 * passes them on.
 *
 * <p>Thread-safe.
 */
public final class CryptoKeys {

    private final RpcClient rpc;

    public CryptoKeys(RpcClient rpc) {
        this.rpc = rpc;
    }

    /** Gives SPDK a key. The bytes that went over the socket are wiped; the caller closes the key. */
    public void create(String name, CryptoKey key) {
        rpc.await(createAsync(name, key));
    }

    /** As {@link #create}, without waiting. */
    public CompletableFuture<Void> createAsync(String name, CryptoKey key) {
        return rpc.callAsync(key.request(name), RpcResults::done);
    }

    /** All keys, without what they are. */
    public List<CryptoKeyInfo> list() {
        return rpc.await(listAsync());
    }

    /** As {@link #list}, without waiting. */
    public CompletableFuture<List<CryptoKeyInfo>> listAsync() {
        return rpc.callAsync(RpcRequest.of("accel_crypto_keys_get"), RpcResults.list(CryptoKeyInfo::read));
    }

    /** Makes SPDK forget a key. */
    public void destroy(String name) {
        rpc.await(destroyAsync(name));
    }

    /** As {@link #destroy}, without waiting. */
    public CompletableFuture<Void> destroyAsync(String name) {
        return rpc.callAsync(RpcRequest.of("accel_crypto_key_destroy").with("key_name", name), RpcResults::done);
    }
}
