package io.ipdk.nativeaccess.spdk.crypto;

/** Ciphers that SPDK's encrypted block devices know. Immutable. */
public enum CryptoCipher {
    /** AES in XTS mode, made for disks. */
    AES_XTS,
    /** AES in CBC mode. */
    AES_CBC
}
