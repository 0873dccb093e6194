package io.ipdk.examples.doctor;

import io.ipdk.nativeaccess.dpdk.Dpdk;
import io.ipdk.nativeaccess.posix.Capability;
import java.util.List;

/**
 * DPDK in this process: which one would be loaded, and how its drivers are called. Nothing is started: that can be done
 * once per process, and takes memory.
 */
final class DpdkCheck {
    private DpdkCheck() {}

    static List<Finding> look() {
        Capability dpdk = Dpdk.probe();
        return List.of(
                dpdk.available()
                        ? Finding.ok("DPDK in the JVM", dpdk.cause())
                        : Finding.optional("DPDK in the JVM", dpdk.cause(), dpdk.advice()));
    }
}
