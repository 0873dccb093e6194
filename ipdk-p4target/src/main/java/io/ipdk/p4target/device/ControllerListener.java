package io.ipdk.p4target.device;

import org.p4.v1.DigestList;
import org.p4.v1.IdleTimeoutNotification;
import org.p4.v1.PacketIn;

/**
 * Hears what a program has to tell controllers.
 *
 * <p>Thread-safe: packet threads and the clock's thread call it, so nothing here blocks.
 */
public interface ControllerListener {
    /** A packet left through the CPU port. */
    void packetIn(PacketIn packet);

    /** Digests are due. The timestamp is the device's clock. */
    void digest(DigestList digests);

    /** Entries were not hit for their time. The timestamp is the device's clock. */
    void idle(IdleTimeoutNotification notice);
}
