package io.ipdk.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipdk.testkit.peer.Peer;
import io.ipdk.testkit.peer.RequiresPeer;
import org.junit.jupiter.api.Test;

@RequiresPeer({Peer.QEMU, Peer.CLOUD_KERNEL, Peer.BUSYBOX})
class BootFromDiskIT {

    private final PrintedScreen printed = new PrintedScreen();

    @Test
    void theFirmwareBootsLinuxFromTheServedDisk() {
        int exitCode = Program.execute(new BootFromDisk(printed.screen()));

        assertThat(printed.text())
                .contains("Linux version", "Run /init as init process", "[vda]", "-machine q35")
                .doesNotContain("-kernel ", "✗");
        assertThat(exitCode).isZero();
    }
}
