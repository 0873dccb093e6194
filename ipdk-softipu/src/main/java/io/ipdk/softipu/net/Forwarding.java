package io.ipdk.softipu.net;

import io.ipdk.virtio.net.NetFrame;

/** Decides where the frames of a switch go. Confined to the thread of the switch. */
interface Forwarding {

    /**
     * Brings a frame to where it goes.
     *
     * @param out takes what is delivered
     * @return false if there is nobody to receive it
     */
    boolean frame(NetFrame frame, SwitchPort from, Deliveries out);

    /** Other ports are on the switch from now on. */
    void adopt(SwitchPort[] before, SwitchPort[] after);

    /**
     * Does what is due besides the frames of ports; called once a turn.
     *
     * @return how much was done
     */
    int turn(Deliveries out);
}
