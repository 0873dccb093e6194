package io.ipdk.virtio.net;

/** Takes the frames of a burst, one after the other. Confined to the thread that polls. */
@FunctionalInterface
public interface FrameSink {
    /**
     * Takes a frame.
     *
     * @param frame valid until this method returns; it must be passed on or copied by then
     * @return false if there is nobody to receive it: the device counts it as dropped for that
     */
    boolean frame(NetFrame frame);
}
