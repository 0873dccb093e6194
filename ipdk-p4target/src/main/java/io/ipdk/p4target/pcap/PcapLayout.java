package io.ipdk.p4target.pcap;

/**
 * The layout of a capture file (libpcap's format, version 2.4): a header, then for each packet a record header and its bytes.
 * All numbers are in the byte order of the machine that wrote the file, which the magic number tells.
 *
 * <pre>
 *   file    magic:32 major:16 minor:16 zone:32 accuracy:32 snapshot length:32 link type:32
 *   packet  seconds:32 micros or nanos:32 bytes here:32 bytes on the wire:32
 * </pre>
 *
 * Immutable.
 */
final class PcapLayout {
    static final int MICROS = 0xA1B2C3D4;
    static final int NANOS = 0xA1B23C4D;

    /** The first four bytes of a pcapng file, the same in both orders. */
    static final int NEXT_GENERATION = 0x0A0D0D0A;

    static final int MAJOR = 2;
    static final int MINOR = 4;
    static final int ETHERNET = 1;

    /** Above the link type stand flags about frame check sequences. */
    static final int LINK_TYPE_MASK = 0xFFFF;

    static final int FILE_HEADER = 24;
    static final int PACKET_HEADER = 16;
    static final int MAJOR_AT = 4;
    static final int MINOR_AT = 6;
    static final int SNAPSHOT_AT = 16;
    static final int LINK_TYPE_AT = 20;

    /** The longest packet that libpcap itself writes. */
    static final int MOST_BYTES = 262_144;

    static final long NANOS_PER_SECOND = 1_000_000_000L;
    static final int NANOS_PER_MICRO = 1_000;

    private PcapLayout() {}
}
