package io.ipdk.virtio.net;

import io.ipdk.nativeaccess.memory.RawMemory;

/** Hashes the flow a frame belongs to, the same for both directions. Thread-safe. */
final class FlowHash {
    private static final long MIX = 0x9E37_79B9_7F4A_7C15L;

    private FlowHash() {}

    /** A non-negative number that is the same for all frames of a flow and of its answers. */
    static int of(NetFrame frame) {
        long head = frame.headAddress();
        int network = frame.networkOffset();
        int available = frame.headLength();
        long sum = 0;
        int transport = -1;
        int protocol = 0;
        if (frame.etherType() == FrameLayout.TYPE_IPV4 && network + FrameLayout.IPV4_MIN_BYTES <= available) {
            sum = word(head + network + FrameLayout.IPV4_SOURCE) + word(head + network + FrameLayout.IPV4_DESTINATION);
            protocol = frame.unsignedByte(network + FrameLayout.IPV4_PROTOCOL);
            boolean fragment = (frame.unsignedShort(network + FrameLayout.IPV4_FRAGMENT) & 0x3fff) != 0;
            transport = fragment ? -1 : network + (frame.unsignedByte(network) & 0xf) * 4;
        } else if (frame.etherType() == FrameLayout.TYPE_IPV6 && network + FrameLayout.IPV6_BYTES <= available) {
            for (int i = FrameLayout.IPV6_SOURCE; i < FrameLayout.IPV6_BYTES; i += 4) {
                sum += word(head + network + i);
            }
            protocol = frame.unsignedByte(network + FrameLayout.IPV6_NEXT_HEADER);
            transport = network + FrameLayout.IPV6_BYTES;
        } else {
            sum = frame.sourceMac() + frame.destinationMac();
        }
        boolean hasPorts = protocol == FrameLayout.PROTOCOL_TCP || protocol == FrameLayout.PROTOCOL_UDP;
        if (hasPorts && transport >= network && transport + 4 <= available) {
            sum += ((long) frame.unsignedShort(transport) + frame.unsignedShort(transport + 2)) << 32;
        }
        return (int) (((sum ^ protocol) * MIX) >>> 33);
    }

    private static long word(long address) {
        return RawMemory.getInt(address) & 0xffff_ffffL;
    }
}
