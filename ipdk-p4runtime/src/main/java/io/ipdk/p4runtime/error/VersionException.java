package io.ipdk.p4runtime.error;

import java.io.Serial;

/** The target speaks a version of P4Runtime that this client, or what was asked of it, cannot be used with. */
public final class VersionException extends P4RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String version;

    /**
     * @param version what the target reports
     * @param needed which versions would do
     */
    public VersionException(String version, String needed, String advice) {
        super(
                StatusCode.UNIMPLEMENTED,
                "the target speaks P4Runtime " + version + ", needed: " + needed,
                advice,
                false,
                null);
        this.version = version;
    }

    /** What the target reports. */
    public String version() {
        return version;
    }
}
