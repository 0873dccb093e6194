package io.ipdk.virtio;

/**
 * What a device may ask of the front end it is connected to. Valid from {@link VirtioDevice#connected} to
 * {@link VirtioDevice#disconnected}; afterwards all methods do nothing.
 *
 * <p>Thread-safe. No method blocks or waits for the front end, so all may be called inside a queue's gate and inside
 * the callbacks of {@link VirtioDevice}.
 */
public interface FrontendHandle {
    /**
     * Tells the driver that the configuration space has changed.
     *
     * @return whether the message was handed over; false if the front end takes none, or does not read them
     */
    boolean configChanged();

    /**
     * Reports that an access to guest memory failed, which is what a front end causes that truncates its memory. Ends the
     * connection if it is this front end that did it.
     *
     * <p>The JVM reports such an access late: the thread may already be at work for another device. Whoever polls several
     * devices therefore reports the fault to the handle of each.
     *
     * @return whether the memory of this front end is at fault
     */
    boolean memoryFault(Throwable fault);

    /** Ends the connection; the front end may connect again. The reason is shown to the user. */
    void disconnect(String reason);
}
