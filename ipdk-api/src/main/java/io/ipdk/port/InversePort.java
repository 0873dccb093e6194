package io.ipdk.port;

/**
 * The IPU's end of a port that belongs to the application: what the host sends is received here, what is sent here the
 * host receives. It is polled, never blocks and allocates nothing.
 *
 * <p>Each direction is confined to one thread at a time (the application's); the two may be different threads.
 */
public interface InversePort {

    /** A burst that holds up to {@code frames} frames of up to 64 KiB plus headers each; reuse it. */
    PacketBurst newBurst(int frames);

    /**
     * Replaces the burst's content with the next frames from the host.
     *
     * @return number of frames, 0 if there are none
     */
    int receive(PacketBurst burst);

    /**
     * Sends the burst's frames from index {@code first} on to the host, in order.
     *
     * @return how many were taken, fewer than there are when the host has no buffers left; the rest may be offered again.
     *     A frame that can never be delivered counts as taken and is found in {@link PortStats#drops()}
     */
    int send(PacketBurst burst, int first);

    /** {@link #send(PacketBurst, int)} from index 0. */
    default int send(PacketBurst burst) {
        return send(burst, 0);
    }
}
