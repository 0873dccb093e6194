package io.ipdk.virtio.net;

import io.ipdk.virtio.net.protocol.NetConfigLayout;

/** Writes the configuration space that drivers read. Thread-safe. */
final class NetConfigSpace {
    private NetConfigSpace() {}

    static byte[] of(NetSettings settings, int queuePairs) {
        byte[] space = new byte[NetConfigLayout.BYTES];
        long mac = settings.mac().bits();
        for (int i = 0; i < 6; i++) {
            space[NetConfigLayout.MAC + i] = (byte) (mac >>> (8 * (5 - i)));
        }
        put(space, NetConfigLayout.STATUS, settings.linkUp() ? NetConfigLayout.STATUS_LINK_UP : 0, 2);
        put(space, NetConfigLayout.MAX_QUEUE_PAIRS, queuePairs, 2);
        put(space, NetConfigLayout.MTU, settings.mtu(), 2);
        put(
                space,
                NetConfigLayout.SPEED,
                Math.min(Integer.MAX_VALUE, settings.linkSpeed().toMbps()),
                4);
        put(space, NetConfigLayout.DUPLEX, NetConfigLayout.DUPLEX_FULL, 1);
        return space;
    }

    private static void put(byte[] space, int offset, long value, int bytes) {
        for (int i = 0; i < bytes; i++) {
            space[offset + i] = (byte) (value >>> (8 * i));
        }
    }
}
