package io.ipdk.examples.p4switch;

/** Where frames of a port go out. Thread-safe: the packet thread and controllers' packets use it. */
interface SwitchPort extends AutoCloseable {
    /** Sends a frame now or never. */
    void send(byte[] bytes, int offset, int length);

    /** Puts capture files on the disk as far as they are. */
    void flush();

    @Override
    void close();
}
