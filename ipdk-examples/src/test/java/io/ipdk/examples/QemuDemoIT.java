package io.ipdk.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipdk.testkit.peer.Peer;
import io.ipdk.testkit.peer.RequiresPeer;
import org.junit.jupiter.api.Test;

@RequiresPeer({Peer.QEMU, Peer.CLOUD_KERNEL, Peer.BUSYBOX})
class QemuDemoIT {

    private final PrintedScreen printed = new PrintedScreen();

    @Test
    void theDemoWithTwoGuestsHoldsEveryCheck() {
        int exitCode = Program.execute(new Demo(printed.screen()), "--host", "qemu", "--small");

        assertThat(printed.text())
                .contains(
                        "alpha reads a speed of: 25000",
                        "pings answered: 5",
                        "SHA-256 of what beta has",
                        "pings that the router has passed: 3",
                        "SHA-256 of what beta got through the router",
                        "pings answered with that entry: 0",
                        "pings answered without it: 3",
                        "SHA-256 after it came back",
                        "beta has no virtio function left",
                        "all held")
                .doesNotContain("✗");
        assertThat(exitCode).isZero();
    }
}
