package io.ipdk.softipu.device;

import io.ipdk.device.DeviceKind;
import io.ipdk.error.InvalidSpecException;
import java.util.Locale;
import java.util.regex.Pattern;

/** Names of devices, and what they become on the bus and in the file system. Thread-safe. */
public final class DeviceName {

    /** Longest name, characters. */
    public static final int MAX_LENGTH = 36;

    private static final Pattern ALLOWED = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]{0," + (MAX_LENGTH - 1) + "}");

    private DeviceName() {}

    /**
     * Checks a name.
     *
     * @throws InvalidSpecException the name is not allowed
     */
    public static void check(String name) {
        if (!ALLOWED.matcher(name).matches()) {
            throw new InvalidSpecException(
                    "name",
                    "'" + name + "'",
                    "1–" + MAX_LENGTH + " characters of a-z A-Z 0-9 _ . -, starting with a letter or digit");
        }
    }

    /** The device's id on the host's bus, also the stem of its socket: {@code port-web0}. */
    public static String busId(DeviceKind kind, String name) {
        return kind.name().toLowerCase(Locale.ROOT) + "-" + name;
    }
}
