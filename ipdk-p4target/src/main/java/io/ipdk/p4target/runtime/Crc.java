package io.ipdk.p4target.runtime;

/** A cyclic redundancy check of 8 to 64 bits, by table. Immutable. */
public final class Crc {
    /** CRC-16/ARC. */
    public static final Crc CRC16 = new Crc(16, 0x8005, 0, 0, true);
    /** CRC-32 of Ethernet. */
    public static final Crc CRC32 = new Crc(32, 0x04C11DB7L, 0xFFFFFFFFL, 0xFFFFFFFFL, true);
    /** CRC-16/CCITT-FALSE. */
    public static final Crc CCITT = new Crc(16, 0x1021, 0xFFFF, 0, false);
    /** CRC-8. */
    public static final Crc CRC8 = new Crc(8, 0x07, 0, 0, false);
    /** CRC-64 with the polynomial of ISO 3309. */
    public static final Crc CRC64 = new Crc(64, 0x1B, 0, 0, true);

    private final int width;
    private final long initial;
    private final long last;
    private final boolean reflected;
    private final long[] table = new long[256];

    /**
     * @param width in bits, 8 to 64
     * @param polynomial without its highest term
     * @param initial the register before the first byte, as bmv2 counts: not reflected
     * @param last what the result is combined with
     * @param reflected whether bytes and result have their lowest bit first
     */
    public Crc(int width, long polynomial, long initial, long last, boolean reflected) {
        this.width = width;
        this.last = last;
        this.reflected = reflected;
        this.initial = reflected ? reverse(initial, width) : initial;
        long reversed = reverse(polynomial, width);
        long top = 1L << (width - 1);
        for (int i = 0; i < 256; i++) {
            long remainder = reflected ? i : (long) i << (width - 8);
            for (int bit = 0; bit < 8; bit++) {
                if (reflected) {
                    remainder = (remainder & 1) == 0 ? remainder >>> 1 : remainder >>> 1 ^ reversed;
                } else {
                    remainder = (remainder & top) == 0 ? remainder << 1 : remainder << 1 ^ polynomial;
                }
            }
            table[i] = remainder & mask();
        }
    }

    /** The check of some bytes. */
    public long of(byte[] bytes, int at, int length) {
        long remainder = initial;
        int end = at + length;
        if (reflected) {
            for (int i = at; i < end; i++) {
                remainder = table[(int) (remainder ^ bytes[i]) & 0xFF] ^ remainder >>> 8;
            }
        } else {
            int shift = width - 8;
            for (int i = at; i < end; i++) {
                remainder = table[(int) (remainder >>> shift ^ bytes[i]) & 0xFF] ^ ((remainder << 8) & mask());
            }
        }
        return (remainder ^ last) & mask();
    }

    private long mask() {
        return width == 64 ? -1L : (1L << width) - 1;
    }

    private static long reverse(long value, int width) {
        return Long.reverse(value) >>> (64 - width);
    }
}
