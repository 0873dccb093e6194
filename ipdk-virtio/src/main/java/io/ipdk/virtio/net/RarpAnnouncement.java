package io.ipdk.virtio.net;

import io.ipdk.nativeaccess.memory.RawMemory;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Announces a guest that has arrived by migration and cannot do it itself: a RARP request (RFC 903) from its address to
 * all, so that switches learn where it is.
 *
 * <p>{@link #ask} is thread-safe; {@link #poll} is confined to the thread that polls.
 */
final class RarpAnnouncement {
    private static final long NONE = -1;
    private static final int FRAME_BYTES = 60;
    private static final int REQUEST_REVERSE = 3;

    private final AtomicLong pending = new AtomicLong(NONE);

    void ask(long mac) {
        pending.set(mac);
    }

    /** Whether there is an announcement to be made. */
    boolean isPending() {
        return pending.get() != NONE;
    }

    /** Makes the announcement that was asked for. */
    void poll(FrameBurst burst, FrameSink sink) {
        long mac = pending.getAndSet(NONE);
        if (mac == NONE) {
            return;
        }
        long frame = burst.scratch();
        RawMemory.fill(frame, FRAME_BYTES, (byte) 0);
        putMac(frame, 0xffff_ffff_ffffL);
        putMac(frame + 6, mac);
        putShort(frame + FrameLayout.ETHER_TYPE, FrameLayout.TYPE_RARP);
        long arp = frame + FrameLayout.ETHERNET_BYTES;
        putShort(arp, 1);
        putShort(arp + 2, FrameLayout.TYPE_IPV4);
        RawMemory.putByte(arp + 4, (byte) 6);
        RawMemory.putByte(arp + 5, (byte) 4);
        putShort(arp + 6, REQUEST_REVERSE);
        putMac(arp + FrameLayout.ARP_SENDER_MAC, mac);
        putMac(arp + FrameLayout.ARP_SENDER_MAC + 10, mac);
        if (burst.wrap(0, frame, FRAME_BYTES, FrameOffload.NONE) == null) {
            sink.frame(burst.frame(0));
        }
    }

    private static void putMac(long address, long mac) {
        putShort(address, (int) (mac >>> 32));
        RawMemory.putInt(address + 2, Integer.reverseBytes((int) mac));
    }

    private static void putShort(long address, int value) {
        RawMemory.putShort(address, Short.reverseBytes((short) value));
    }
}
