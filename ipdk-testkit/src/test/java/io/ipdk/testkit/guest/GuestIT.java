package io.ipdk.testkit.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ipdk.testkit.peer.Peer;
import io.ipdk.testkit.peer.RequiresPeer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@RequiresPeer({Peer.QEMU, Peer.CLOUD_KERNEL, Peer.BUSYBOX})
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class GuestIT {

    private static Guest guest;

    @BeforeAll
    static void boot() {
        guest = Guest.start();
    }

    @AfterAll
    static void close() {
        if (guest != null) {
            guest.close();
        }
    }

    @Test
    void runsCommandsAndTellsHowTheyEnded() {
        assertThat(guest.run("echo out; echo err >&2; exit 3")).isEqualTo(new CommandResult(3, "out\nerr\n"));
        assertThat(guest.check("uname -s")).isEqualTo("Linux");
    }

    @Test
    void carriesLongCommandsAndBinaryOutputUnharmed() {
        String text = "äöü'\"\\$ ".repeat(1000);
        assertThat(guest.run("cat <<'EOF'\n" + text + "\nEOF\n").output()).isEqualTo(text + "\n");
        assertThat(guest.check("head -c 300000 /dev/zero | tr '\\0' x | wc -c")).isEqualTo("300000");
        assertThat(guest.run("head -c 300000 /dev/zero | tr '\\0' x").output()).hasSize(300000);
    }

    @Test
    void runsSeveralCommandsAtOnce() {
        guest.check("rm -f /tmp/second");
        CompletableFuture<String> first = CompletableFuture.supplyAsync(
                () -> guest.check("until [ -e /tmp/second ]; do usleep 10000; done; echo first"));
        assertThat(guest.check("touch /tmp/second; echo second")).isEqualTo("second");
        assertThat(first).succeedsWithin(Duration.ofSeconds(60)).isEqualTo("first");
    }

    @Test
    void killsACommandThatTakesTooLong() {
        assertThat(guest.run("sleep 1000", Duration.ofSeconds(1)).exitCode()).isEqualTo(137);
    }

    @Test
    void failsAgainstACommandThatDoesNotSucceed() {
        assertThatExceptionOfType(GuestException.class)
                .isThrownBy(() -> guest.check("echo reason; false"))
                .withMessageContaining("ended with 1")
                .withMessageContaining("reason");
    }

    @Test
    void hasTheVirtioDriversLoaded() {
        assertThat(guest.check("cut -d' ' -f1 /proc/modules")).contains("virtio_pci", "virtio_net", "virtio_blk");
    }

    @Test
    void comesBackFromAResetAndKeepsTheLogOfBothBoots() {
        try (Guest other = Guest.start()) {
            other.check("touch /tmp/before");
            CompletableFuture<CommandResult> cutOff =
                    CompletableFuture.supplyAsync(() -> other.run("touch /tmp/started; sleep 1000"));
            other.check("until [ -e /tmp/started ]; do usleep 10000; done");
            other.reset();
            other.awaitReady();
            assertThat(cutOff)
                    .failsWithin(Duration.ofSeconds(60))
                    .withThrowableThat()
                    .withMessageContaining("was reset");
            assertThat(other.run("test -e /tmp/before").exitCode()).isEqualTo(1);
            assertThat(other.bootLog().split("Linux version", -1)).hasSizeGreaterThanOrEqualTo(3);
        }
    }

    @Test
    void leavesNothingBehindWhenItWasKilledAndClosed() {
        Guest other = Guest.start(GuestSpec.of(g -> g.start(GuestSpec.Start.FIRMWARE_ONLY)));
        Path directory = other.directory();
        assertThat(Files.exists(directory.resolve("qmp.sock"))).isTrue();
        other.kill();
        assertThat(other.isAlive()).isFalse();
        other.close();
        other.close();
        assertThat(Files.exists(directory)).isFalse();
    }

    @Test
    void tellsWhatQemuSaidWhenItDoesNotStart() {
        assertThatExceptionOfType(GuestException.class)
                .isThrownBy(() -> Guest.start(GuestSpec.of(g -> g.qemuOptions("-no-such-option"))))
                .withMessageContaining("-no-such-option");
    }
}
