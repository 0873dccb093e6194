package io.ipdk.p4target.runtime;

import java.util.Map;

/** The hashes and checksums of bmv2, over bytes; each gives up to 64 bits. Immutable. */
public final class Hashes {
    private static final Map<String, String> ALGORITHMS = Map.ofEntries(
            Map.entry("crc16", "Crc.CRC16.of"),
            Map.entry("crc16_custom", "Crc.CRC16.of"),
            Map.entry("crc32", "Crc.CRC32.of"),
            Map.entry("crc32_custom", "Crc.CRC32.of"),
            Map.entry("crcCCITT", "Crc.CCITT.of"),
            Map.entry("crc_ccitt", "Crc.CCITT.of"),
            Map.entry("crc8_custom", "Crc.CRC8.of"),
            Map.entry("crc64_custom", "Crc.CRC64.of"),
            Map.entry("csum16", "Hashes.checksum"),
            Map.entry("cksum16", "Hashes.checksum"),
            Map.entry("ones_complement16", "Hashes.checksum"),
            Map.entry("identity", "Hashes.identity"),
            Map.entry("xor16", "Hashes.xor16"),
            Map.entry("xor32", "Hashes.xor32"),
            Map.entry("xxh64", "Hashes.xxh64"),
            Map.entry("target_default", "Crc.CRC32.of"),
            Map.entry("toeplitz", "Hashes.toeplitz"),
            Map.entry("round_robin", "env.roundRobin"),
            Map.entry("round_robin_consistent", "env.roundRobinConsistent"));

    private static final long P1 = 0x9E3779B185EBCA87L;
    private static final long P2 = 0xC2B2AE3D27D4EB4FL;
    private static final long P1_AND_P2 = 0x60EA27EEADC0B5D6L;
    private static final long P3 = 0x165667B19E3779F9L;
    private static final long P4 = 0x85EBCA77C2B2AE63L;
    private static final long P5 = 0x27D4EB2F165667C5L;

    private Hashes() {}

    /** The Java expression that calls an algorithm, or an empty string if there is none of that name. */
    public static String callOf(String algorithm) {
        String call = ALGORITHMS.get(algorithm);
        return call == null ? ALGORITHMS.getOrDefault(algorithm.toLowerCase(java.util.Locale.ROOT), "") : call;
    }

    /** The Internet checksum (RFC 1071). */
    public static long checksum(byte[] bytes, int at, int length) {
        return ~fold(sum(0, bytes, at, length)) & 0xFFFF;
    }

    /** Adds bytes to a ones' complement sum of 16-bit words, kept in 64 bits. */
    public static long sum(long before, byte[] bytes, int at, int length) {
        long sum = before;
        int i = at;
        int end = at + length;
        for (; i + 8 <= end; i += 8) {
            long word = Bits.getLong(bytes, i);
            sum += (word >>> 32) + (word & 0xFFFFFFFFL);
        }
        for (int shift = 56; i < end; i++, shift -= 8) {
            long part = (bytes[i] & 0xFFL) << shift;
            sum += (part >>> 32) + (part & 0xFFFFFFFFL);
        }
        return sum;
    }

    /** Folds a sum to 16 bits. */
    public static long fold(long sum) {
        long folded = (sum >>> 32) + (sum & 0xFFFFFFFFL);
        folded = (folded >>> 32) + (folded & 0xFFFFFFFFL);
        folded = (folded >>> 16) + (folded & 0xFFFF);
        folded = (folded >>> 16) + (folded & 0xFFFF);
        return (folded >>> 16) + (folded & 0xFFFF);
    }

    /** The first eight bytes, or all if there are fewer. */
    public static long identity(byte[] bytes, int at, int length) {
        long value = 0;
        for (int i = 0; i < Math.min(8, length); i++) {
            value = value << 8 | (bytes[at + i] & 0xFF);
        }
        return value;
    }

    /** All 16-bit words, the last filled with zeros, combined by exclusive or. */
    public static long xor16(byte[] bytes, int at, int length) {
        long value = 0;
        for (int i = 0; i < length; i++) {
            value ^= (bytes[at + i] & 0xFFL) << ((i & 1) == 0 ? 8 : 0);
        }
        return value;
    }

    /** All 32-bit words, the last filled with zeros, combined by exclusive or. */
    public static long xor32(byte[] bytes, int at, int length) {
        long value = 0;
        for (int i = 0; i < length; i++) {
            value ^= (bytes[at + i] & 0xFFL) << (24 - 8 * (i & 3));
        }
        return value;
    }

    /** Toeplitz with the key of zeros that bmv2 begins with. */
    @SuppressWarnings("unused")
    public static long toeplitz(byte[] bytes, int at, int length) {
        return 0;
    }

    /** XXH64 with seed 0. */
    public static long xxh64(byte[] bytes, int at, int length) {
        int i = at;
        int end = at + length;
        long hash;
        if (length >= 32) {
            long a = P1_AND_P2;
            long b = P2;
            long c = 0;
            long d = -P1;
            for (; i + 32 <= end; i += 32) {
                a = round(a, little(bytes, i));
                b = round(b, little(bytes, i + 8));
                c = round(c, little(bytes, i + 16));
                d = round(d, little(bytes, i + 24));
            }
            hash = Long.rotateLeft(a, 1) + Long.rotateLeft(b, 7) + Long.rotateLeft(c, 12) + Long.rotateLeft(d, 18);
            hash = merge(merge(merge(merge(hash, a), b), c), d);
        } else {
            hash = P5;
        }
        hash += length;
        for (; i + 8 <= end; i += 8) {
            hash = Long.rotateLeft(hash ^ round(0, little(bytes, i)), 27) * P1 + P4;
        }
        if (i + 4 <= end) {
            long word = (bytes[i] & 0xFFL)
                    | (bytes[i + 1] & 0xFFL) << 8
                    | (bytes[i + 2] & 0xFFL) << 16
                    | (bytes[i + 3] & 0xFFL) << 24;
            hash = Long.rotateLeft(hash ^ word * P1, 23) * P2 + P3;
            i += 4;
        }
        for (; i < end; i++) {
            hash = Long.rotateLeft(hash ^ (bytes[i] & 0xFF) * P5, 11) * P1;
        }
        hash = (hash ^ hash >>> 33) * P2;
        hash = (hash ^ hash >>> 29) * P3;
        return hash ^ hash >>> 32;
    }

    private static long little(byte[] bytes, int at) {
        long word = 0;
        for (int i = 7; i >= 0; i--) {
            word = word << 8 | (bytes[at + i] & 0xFF);
        }
        return word;
    }

    private static long round(long lane, long word) {
        return Long.rotateLeft(lane + word * P2, 31) * P1;
    }

    private static long merge(long hash, long lane) {
        return (hash ^ round(0, lane)) * P1 + P4;
    }
}
