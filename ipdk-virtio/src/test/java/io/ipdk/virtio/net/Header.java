package io.ipdk.virtio.net;

import io.ipdk.virtio.net.protocol.NetHeaderLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A virtio_net_hdr as tests write and read it. */
record Header(int flags, int gsoType, int hdrLen, int gsoSize, int csumStart, int csumOffset, int numBuffers) {
    static final Header PLAIN = new Header(0, 0, 0, 0, 0, 0, 0);

    static Header checksum(int start, int offset) {
        return new Header(NetHeaderLayout.NEEDS_CSUM, 0, 0, 0, start, offset, 0);
    }

    static Header tso4(int gsoSize) {
        return new Header(NetHeaderLayout.NEEDS_CSUM, NetHeaderLayout.GSO_TCPV4, 54, gsoSize, 34, 16, 0);
    }

    static Header tso6(int gsoSize) {
        return new Header(NetHeaderLayout.NEEDS_CSUM, NetHeaderLayout.GSO_TCPV6, 74, gsoSize, 54, 16, 0);
    }

    Header withFlags(int value) {
        return new Header(value, gsoType, hdrLen, gsoSize, csumStart, csumOffset, numBuffers);
    }

    Header withGsoType(int value) {
        return new Header(flags, value, hdrLen, gsoSize, csumStart, csumOffset, numBuffers);
    }

    Header withHdrLen(int value) {
        return new Header(flags, gsoType, value, gsoSize, csumStart, csumOffset, numBuffers);
    }

    Header withGsoSize(int value) {
        return new Header(flags, gsoType, hdrLen, value, csumStart, csumOffset, numBuffers);
    }

    Header withCsumStart(int value) {
        return new Header(flags, gsoType, hdrLen, gsoSize, value, csumOffset, numBuffers);
    }

    Header withCsumOffset(int value) {
        return new Header(flags, gsoType, hdrLen, gsoSize, csumStart, value, numBuffers);
    }

    byte[] bytes(int length) {
        ByteBuffer buffer = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
        buffer.put((byte) flags).put((byte) gsoType).putShort((short) hdrLen).putShort((short) gsoSize);
        buffer.putShort((short) csumStart).putShort((short) csumOffset).putShort((short) numBuffers);
        byte[] bytes = new byte[length];
        System.arraycopy(buffer.array(), 0, bytes, 0, length);
        return bytes;
    }

    static Header of(byte[] bytes, int length) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        return new Header(
                bytes[0] & 0xff,
                bytes[1] & 0xff,
                buffer.getShort(2) & 0xffff,
                buffer.getShort(4) & 0xffff,
                buffer.getShort(6) & 0xffff,
                buffer.getShort(8) & 0xffff,
                length >= 12 ? buffer.getShort(10) & 0xffff : 0);
    }
}
