package io.ipdk.examples.doctor;

import io.ipdk.nativeaccess.posix.Capability;
import io.ipdk.nativeaccess.posix.PosixCapabilities;
import java.util.List;
import java.util.Set;

/** What the operating system offers to serve devices with, each tried once. */
final class NativeCheck {

    /** No device can be served without these; without the rest it is slower, or there are fewer ways. */
    private static final Set<String> NEEDED =
            Set.of("platform", "C library", "shared memory", "events", "descriptor passing", "file locks");

    private NativeCheck() {}

    static List<Finding> look() {
        return PosixCapabilities.probe().all().stream()
                .map(NativeCheck::finding)
                .toList();
    }

    private static Finding finding(Capability capability) {
        if (capability.available()) {
            return Finding.ok(capability.name(), capability.cause());
        }
        return NEEDED.contains(capability.name())
                ? Finding.needed(capability.name(), capability.cause(), capability.advice())
                : Finding.optional(capability.name(), capability.cause(), capability.advice());
    }
}
