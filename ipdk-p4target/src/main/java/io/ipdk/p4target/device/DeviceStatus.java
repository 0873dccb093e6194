package io.ipdk.p4target.device;

/**
 * What a device runs.
 *
 * <p>Immutable.
 *
 * @param version how many programs were put in force so far; 0 before the first
 * @param program the program's name: P4Info's, else that of its source without the suffix; empty before the first
 * @param architecture such as {@code v1model}; empty before the first program
 * @param cookie the number its controller gave with it
 */
public record DeviceStatus(long version, String program, String architecture, long cookie) {
    static final DeviceStatus NO_PROGRAM = new DeviceStatus(0, "", "", 0);

    /** Whether there is a program. */
    public boolean isProgrammed() {
        return version > 0;
    }
}
