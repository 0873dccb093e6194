package io.ipdk.softipu.qemu;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * QEMU's version as its QMP greeting gives it.
 *
 * <p>Immutable.
 */
public record QmpVersion(int major, int minor, int micro, String distribution) {

    static QmpVersion of(JsonNode greeting) {
        JsonNode version = greeting.path("QMP").path("version");
        JsonNode qemu = version.path("qemu");
        return new QmpVersion(
                qemu.path("major").asInt(),
                qemu.path("minor").asInt(),
                qemu.path("micro").asInt(),
                version.path("package").asText(""));
    }

    /** Whether this is the given release or a later one. */
    public boolean isAtLeast(int wantedMajor, int wantedMinor) {
        return major != wantedMajor ? major > wantedMajor : minor >= wantedMinor;
    }

    @Override
    public String toString() {
        String number = major + "." + minor + "." + micro;
        return distribution.isEmpty() ? number : number + " (" + distribution + ")";
    }
}
