package io.ipdk.softipu.journal;

import java.util.Locale;

/** How far an intent has got. */
public enum IntentPhase {
    /** The device is to be on the bus; whether it is must be read from the host. */
    PLUGGING,
    /** The device was on the bus. */
    PLUGGED,
    /** The device is to leave; whether it has must be read from the host. */
    UNPLUGGING;

    String extension() {
        return "." + name().toLowerCase(Locale.ROOT);
    }
}
