package io.ipdk.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipdk.nativeaccess.spdk.SpdkClient;
import io.ipdk.nativeaccess.spdk.lvol.LvolStoreSpec;
import io.ipdk.testkit.spdk.SpdkDouble;
import io.ipdk.testkit.spdk.SpdkDoubleOptions;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlugSpdkDiskTest {
    private final PrintedScreen printed = new PrintedScreen();

    @TempDir
    Path directory;

    @Test
    void theVolumeStaysAndTheControllerGoes() throws IOException {
        Path image = directory.resolve("base.img");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(256 << 20);
        }
        try (SpdkDouble spdk = SpdkDouble.start(directory, SpdkDoubleOptions.recorded());
                SpdkClient client = SpdkClient.open(spdk.rpcSocket())) {
            client.files().createAio("base", image, 512);
            client.lvolStores().create(LvolStoreSpec.of("base", "lvs0"));

            int exit = Program.execute(
                    new PlugSpdkDisk(printed.screen()),
                    "--spdk",
                    spdk.rpcSocket().toString(),
                    "--wait",
                    "0");

            assertThat(exit).as(printed.text()).isZero();
            assertThat(printed.text()).contains("in force: totalIops 6000 IOPS", "unplugged: ACKNOWLEDGED");
            assertThat(client.lvols().find("lvs0", "data0")).isPresent();
            assertThat(client.vhost().list()).isEmpty();
        }
    }
}
