package io.ipdk.p4target;

/** Takes the packets that leave a target. Confined to one thread (that of the processor it was given to). */
public interface PacketSink {
    /**
     * A packet leaves.
     *
     * @param port the port, which may be the CPU port
     * @param bytes valid only during the call
     * @param offset of its first byte
     * @param length in bytes
     */
    void send(int port, byte[] bytes, int offset, int length);
}
