package io.ipdk.softipu.net;

import io.ipdk.virtio.net.VirtioNetDevice;

/** A device on the switch, with what the switch keeps for it. Confined to the thread of the switch. */
final class SwitchPort {
    final VirtioNetDevice device;

    /** Its number in the pipeline; 0 if it has none. */
    final int number;

    /** Work the port may still cause in this turn, in bytes; negative while it pays back. */
    long credit;

    /** Entries it has in the address table. */
    int learned;

    /** Whether frames for it wait to be published. */
    boolean touched;

    SwitchPort(VirtioNetDevice device) {
        this(device, 0);
    }

    SwitchPort(VirtioNetDevice device, int number) {
        this.device = device;
        this.number = number;
    }
}
