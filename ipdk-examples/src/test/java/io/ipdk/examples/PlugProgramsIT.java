package io.ipdk.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ipdk.virtio.block.driver.BlockDriverOptions;
import io.ipdk.virtio.block.driver.VirtioBlockDriver;
import io.ipdk.virtio.net.driver.NetDriverOptions;
import io.ipdk.virtio.net.driver.VirtioNetDriver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlugProgramsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Pattern SOCKET = Pattern.compile("vhost-user socket (\\S+)");

    private final PrintedScreen printed = new PrintedScreen();

    @Test
    void aPortIsShownChangedAndUnplugged() {
        CompletableFuture<Integer> exitCode = start(new PlugPort(printed.screen()));

        try (VirtioNetDriver host = VirtioNetDriver.connect(socket(), NetDriverOptions.defaults())) {
            assertThat(host.mac()).hasToString("52:54:00:12:34:56");
            await().atMost(PATIENCE).until(() -> printed.text().contains("1 Gbit/s"));
        }

        assertThat(exitCode.join()).isZero();
        assertThat(printed.text()).contains("52:54:00:12:34:56", "500 Mbit/s", "web0 unplugged: ACKNOWLEDGED");
    }

    @Test
    void aDiskIsShownGrownAndUnplugged(@TempDir Path directory) {
        CompletableFuture<Integer> exitCode = start(
                new PlugDisk(printed.screen()),
                "--image",
                directory.resolve("disk.img").toString());

        try (VirtioBlockDriver host = VirtioBlockDriver.connect(socket(), BlockDriverOptions.defaults())) {
            assertThat(host.id()).isEqualTo("data0");
            await().atMost(PATIENCE).until(() -> printed.text().contains("20 GiB"));
        }

        assertThat(exitCode.join()).isZero();
        assertThat(printed.text()).contains("10 GiB", "20000 IOPS", "data0 unplugged: ACKNOWLEDGED");
    }

    private static CompletableFuture<Integer> start(Callable<Integer> program, String... arguments) {
        return CompletableFuture.supplyAsync(() -> Program.execute(program, arguments));
    }

    private Path socket() {
        await().atMost(PATIENCE).until(() -> SOCKET.matcher(printed.text()).find());
        Matcher socket = SOCKET.matcher(printed.text());
        assertThat(socket.find()).isTrue();
        return Path.of(socket.group(1));
    }
}
