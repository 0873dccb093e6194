package io.ipdk.p4runtime.pipeline;

import com.google.protobuf.Any;
import io.ipdk.p4runtime.error.VersionException;
import java.util.Optional;

/**
 * What a target says of itself. Immutable.
 *
 * @param version empty = it did not say, or not in a form that can be read; targets before 1.1 cannot
 * @param reported what it said
 * @param experimental what the target's maker adds
 */
public record TargetCapabilities(Optional<ApiVersion> version, String reported, Optional<Any> experimental) {

    /** A target that does not know the question. */
    static final TargetCapabilities SILENT = new TargetCapabilities(Optional.empty(), "", Optional.empty());

    /**
     * Whether the target follows at least this version; one that did not say counts as 1.0.
     */
    public boolean isAtLeast(int major, int minor) {
        return version.orElse(new ApiVersion(1, 0, 0)).isAtLeast(major, minor);
    }

    /**
     * Fails unless this client can speak with the target: any 1.x.
     *
     * @throws VersionException for what is older or newer
     */
    public TargetCapabilities requireUsable() {
        if (version.isPresent() && version.get().major() != 1) {
            throw new VersionException(
                    reported,
                    "1.0 to 1.5, or a later 1.x",
                    version.get().major() < 1
                            ? "update the target"
                            : "update this client, or connect with anyVersion() to try all the same");
        }
        return this;
    }

    /**
     * Fails unless the target knows a feature.
     *
     * @param feature for the error
     */
    public void require(String feature, int major, int minor) {
        if (version.isPresent() && !isAtLeast(major, minor)) {
            throw new VersionException(reported, major + "." + minor + " or later for " + feature, "do without it");
        }
    }
}
