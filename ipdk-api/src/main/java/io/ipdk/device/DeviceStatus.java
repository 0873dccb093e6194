package io.ipdk.device;

/**
 * The three truths of a device, each as the version of the spec it has reached.
 *
 * <p>A spec gets version 1 when the device is plugged, and one more with each update. {@code applied} follows when the
 * provider has put the version into force; {@code observed} follows when the host was seen to work with it.
 *
 * <p>Immutable.
 *
 * @param phase where the device is in its life
 * @param desired version of the spec the application asked for
 * @param applied newest version in force on the IPU; 0 = none
 * @param observed newest version the host was seen to use; 0 = none
 * @param reason why the device is not READY, empty if it is
 */
public record DeviceStatus(DevicePhase phase, long desired, long applied, long observed, String reason) {

    /** Whether the host was seen to use what was asked for: observed, never assumed. */
    public boolean isReady() {
        return phase == DevicePhase.READY && observed == desired;
    }
}
