package io.ipdk.nativeaccess.spdk.crypto;

import io.ipdk.error.ClosedException;
import io.ipdk.nativeaccess.spdk.rpc.RpcRequest;
import java.util.Arrays;

/**
 * A key on its way to SPDK. It copies what it is given, shows nothing of it, and wipes the copy when it is closed.
 *
 * <p>Thread-safe.
 */
public final class CryptoKey implements AutoCloseable {
    private final CryptoCipher cipher;
    private final byte[] key;
    private final byte[] tweakKey;
    private boolean closed;

    private CryptoKey(CryptoCipher cipher, byte[] key, byte[] tweakKey) {
        this.cipher = cipher;
        this.key = key;
        this.tweakKey = tweakKey;
    }

    /**
     * A key for AES-XTS, the mode for disks.
     *
     * @param key 16 or 32 bytes; the caller wipes its own
     * @param tweakKey as many, and others
     */
    public static CryptoKey aesXts(byte[] key, byte[] tweakKey) {
        requireLength(key);
        if (tweakKey.length != key.length) {
            throw new IllegalArgumentException("a tweak key of " + tweakKey.length + " bytes for a key of " + key.length
                    + ": they must be as long");
        }
        if (Arrays.equals(key, tweakKey)) {
            throw new IllegalArgumentException("key and tweak key are the same; XTS needs two");
        }
        return new CryptoKey(CryptoCipher.AES_XTS, key.clone(), tweakKey.clone());
    }

    /**
     * A key for AES-CBC.
     *
     * @param key 16 or 32 bytes; the caller wipes its own
     */
    public static CryptoKey aesCbc(byte[] key) {
        requireLength(key);
        return new CryptoKey(CryptoCipher.AES_CBC, key.clone(), new byte[0]);
    }

    private static void requireLength(byte[] key) {
        if (key.length != 16 && key.length != 32) {
            throw new IllegalArgumentException("a key of " + key.length + " bytes: 16 or 32");
        }
    }

    public CryptoCipher cipher() {
        return cipher;
    }

    synchronized RpcRequest request(String name) {
        if (closed) {
            throw new ClosedException("this key was wiped", "make it anew");
        }
        RpcRequest request = RpcRequest.of("accel_crypto_key_create")
                .with("name", name)
                .with("cipher", cipher.name())
                .secret("key", key);
        return tweakKey.length == 0 ? request : request.secret("key2", tweakKey);
    }

    /** Wipes it. */
    @Override
    public synchronized void close() {
        closed = true;
        Arrays.fill(key, (byte) 0);
        Arrays.fill(tweakKey, (byte) 0);
    }

    /** The cipher and the length; nothing of the key. */
    @Override
    public String toString() {
        return "CryptoKey[" + cipher + ", " + key.length * Byte.SIZE + " bit]";
    }
}
