package io.ipdk.virtio.net;

import static io.ipdk.virtio.net.FrameLayout.ARP_BYTES;
import static io.ipdk.virtio.net.FrameLayout.ARP_SENDER_MAC;
import static io.ipdk.virtio.net.FrameLayout.TYPE_ARP;
import static io.ipdk.virtio.net.FrameLayout.TYPE_RARP;

/** Tells frames that claim to come from another station. Thread-safe. */
final class SourceGuard {
    private static final int ARP_HARDWARE_LENGTH = 4;
    private static final int MAC_BYTES = 6;

    private SourceGuard() {}

    /**
     * Whether a frame carries another address than the port's: as source, or as sender of an ARP or RARP packet. What hides
     * its type behind more VLAN tags than are looked through, or an ARP packet too short to tell, counts as spoofed.
     */
    static boolean isSpoofed(NetFrame frame, long mac) {
        if (frame.sourceMac() != mac) {
            return true;
        }
        int type = frame.etherType();
        if (type == TYPE_ARP || type == TYPE_RARP) {
            int arp = frame.networkOffset();
            return arp + ARP_BYTES > frame.headLength()
                    || frame.unsignedByte(arp + ARP_HARDWARE_LENGTH) != MAC_BYTES
                    || frame.mac(arp + ARP_SENDER_MAC) != mac;
        }
        return FrameLayout.isVlanTag(type);
    }
}
