package io.ipdk.examples.p4switch;

/**
 * Does what a sender on this machine left to its card: the checksum of a TCP or UDP packet whose field has the sum of the
 * pseudo-header so far (RFC 1071). Without it such packets reach their receiver with a wrong checksum. Immutable.
 */
final class PartialChecksum {
    private static final int TYPE = 12;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int IPV6_HEADER = 40;

    private PartialChecksum() {}

    /** Completes the checksum in place; leaves alone what is no TCP or UDP in IPv4 or IPv6. */
    static void complete(byte[] frame, int length) {
        int at = TYPE;
        while (at + 6 <= length && (word(frame, at) == 0x8100 || word(frame, at) == 0x88A8)) {
            at += 4;
        }
        int ip = at + 2;
        if (ip + IPV6_HEADER > length && ip + 28 > length) {
            return;
        }
        if (word(frame, at) == 0x0800) {
            int header = (frame[ip] & 0xF) * 4;
            complete(frame, frame[ip + 9], ip + header, Math.min(length, ip + word(frame, ip + 2)));
        } else if (word(frame, at) == 0x86DD && ip + IPV6_HEADER <= length) {
            int begin = ip + IPV6_HEADER;
            complete(frame, frame[ip + 6], begin, Math.min(length, begin + word(frame, ip + 4)));
        }
    }

    private static void complete(byte[] frame, int protocol, int begin, int end) {
        int field = protocol == TCP ? begin + 16 : protocol == UDP ? begin + 6 : -1;
        if (field < 0 || field + 2 > end) {
            return;
        }
        long sum = 0;
        for (int at = begin; at < end; at += 2) {
            sum += at + 1 < end ? word(frame, at) : (frame[at] & 0xFF) << 8;
        }
        while (sum > 0xFFFF) {
            sum = (sum & 0xFFFF) + (sum >>> 16);
        }
        int checksum = (int) ~sum & 0xFFFF;
        if (protocol == UDP && checksum == 0) {
            checksum = 0xFFFF;
        }
        frame[field] = (byte) (checksum >>> 8);
        frame[field + 1] = (byte) checksum;
    }

    private static int word(byte[] bytes, int at) {
        return (bytes[at] & 0xFF) << 8 | (bytes[at + 1] & 0xFF);
    }
}
