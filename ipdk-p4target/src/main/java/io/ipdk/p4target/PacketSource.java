package io.ipdk.p4target;

/** Has the bytes of a packet, wherever they lie. Confined to one thread (that of the processor it is given to). */
@FunctionalInterface
public interface PacketSource {
    /**
     * Copies the whole packet.
     *
     * @param offset where its first byte goes; there is room for all
     */
    void copyTo(byte[] target, int offset);
}
