package io.ipdk.testkit.spdk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** The client on the real spdk_tgt, whose path the environment gives: {@code IPDK_SPDK=/usr/local/bin/spdk_tgt}. */
@EnabledIfEnvironmentVariable(named = "IPDK_SPDK", matches = ".+", disabledReason = "IPDK_SPDK names no spdk_tgt")
class SpdkTgtClientIT extends SpdkClientContract {

    @Override
    AutoCloseable startTarget(Path here) {
        try {
            Process process = new ProcessBuilder(List.of(
                            System.getenv("IPDK_SPDK"),
                            "-m",
                            "0x1",
                            "-s",
                            "512",
                            "--no-pci",
                            "--no-huge",
                            "-r",
                            rpcSocket(here).toString(),
                            "-S",
                            here.toString()))
                    .redirectErrorStream(true)
                    .redirectOutput(here.resolve("spdk.out").toFile())
                    .start();
            Awaitility.await().atMost(30, TimeUnit.SECONDS).until(() -> Files.exists(rpcSocket(here)));
            return () -> {
                process.destroy();
                process.waitFor(10, TimeUnit.SECONDS);
                process.destroyForcibly();
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    Path rpcSocket(Path here) {
        return here.resolve("spdk.sock");
    }
}
