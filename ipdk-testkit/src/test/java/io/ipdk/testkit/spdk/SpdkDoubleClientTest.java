package io.ipdk.testkit.spdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.awaitility.Awaitility.await;

import io.ipdk.error.HostException;
import io.ipdk.error.UnsupportedException;
import io.ipdk.nativeaccess.spdk.SpdkClient;
import io.ipdk.nativeaccess.spdk.bdev.QosLimits;
import io.ipdk.nativeaccess.spdk.crypto.CryptoKey;
import io.ipdk.nativeaccess.spdk.crypto.CryptoKeyInfo;
import io.ipdk.nativeaccess.spdk.framework.Configuration;
import io.ipdk.nativeaccess.spdk.framework.NotificationCursor;
import io.ipdk.nativeaccess.spdk.framework.SavedConfiguration;
import io.ipdk.nativeaccess.spdk.lvol.LvolSpec;
import io.ipdk.nativeaccess.spdk.lvol.LvolStoreSpec;
import io.ipdk.nativeaccess.spdk.rpc.SpdkErrorKind;
import io.ipdk.nativeaccess.spdk.rpc.SpdkException;
import io.ipdk.unit.DataSize;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The client on the double; and what only a double does on demand. */
class SpdkDoubleClientTest extends SpdkClientContract {

    @Override
    AutoCloseable startTarget(Path here) {
        return SpdkDouble.start(here, SpdkDoubleOptions.recorded());
    }

    @Override
    Path rpcSocket(Path here) {
        return here.resolve("spdk.sock");
    }

    private SpdkDouble another(SpdkDoubleOptions options) throws Exception {
        return SpdkDouble.start(Files.createDirectory(directory.resolve("b")), options);
    }

    @Test
    void aSecondChangeOfLimitsIsRefusedAsRetryable() throws Exception {
        try (SpdkDouble other = another(SpdkDoubleOptions.recorded());
                SpdkClient spdk = SpdkClient.open(other.rpcSocket())) {
            spdk.memory().createMalloc("m", DataSize.mib(8), 512);
            spdk.limits().set("m", new QosLimits(1000, 0, 0, 0));

            assertThatThrownBy(() -> spdk.limits().set("m", new QosLimits(2000, 0, 0, 0)))
                    .asInstanceOf(type(SpdkException.class))
                    .matches(SpdkException::retryable)
                    .extracting(SpdkException::kind)
                    .isEqualTo(SpdkErrorKind.TRY_AGAIN);
        }
    }

    @Test
    void sizesAreGivenAsEachReleaseTakesThem() throws Exception {
        Path image = Files.createFile(directory.resolve("old.img"));
        new Images(directory).resize(image, 64 << 20);
        try (SpdkDouble other = another(SpdkDoubleOptions.recorded().withVersion(22, 9));
                SpdkClient spdk = SpdkClient.open(other.rpcSocket())) {
            spdk.files().createAio("base", image, 512);
            spdk.lvolStores().create(LvolStoreSpec.of("base", "s").withClusterSize(DataSize.mib(1)));
            spdk.lvols().create(LvolSpec.thick("s", "v", DataSize.mib(4)));
            spdk.lvols().resize("s/v", DataSize.mib(8));

            assertThat(spdk.bdevs().get("s/v").size()).isEqualTo(DataSize.mib(8));
            assertThat(spdk.statistics().of("s/v").reads()).isZero();
            assertThatThrownBy(() -> spdk.crypto().create("s/v", "e", "k"))
                    .isInstanceOf(UnsupportedException.class)
                    .hasMessageContaining("key_name");
        }
    }

    @Test
    void keysGoInAndDoNotComeOut() throws Exception {
        byte[] key = new byte[16];
        byte[] tweak = new byte[16];
        Arrays.fill(key, (byte) 0xa5);
        Arrays.fill(tweak, (byte) 0x5a);
        try (SpdkDouble other = another(SpdkDoubleOptions.recorded().withCrypto());
                SpdkClient spdk = SpdkClient.open(other.rpcSocket());
                CryptoKey secret = CryptoKey.aesXts(key, tweak)) {
            spdk.memory().createMalloc("m", DataSize.mib(8), 512);
            spdk.keys().create("k", secret);
            spdk.crypto().create("m", "enc", "k");

            assertThat(spdk.keys().list()).containsExactly(new CryptoKeyInfo("k", "AES_XTS"));
            assertThat(secret.toString()).doesNotContain("a5a5").contains("128 bit");
            assertThatThrownBy(() -> spdk.keys().create("k", secret)).message().doesNotContain("a5a5");
            spdk.crypto().delete("enc");
            spdk.keys().destroy("k");
            assertThat(spdk.keys().list()).isEmpty();
        }
    }

    @Test
    void anAnswerLostAfterTheFactIsReadBack() throws Exception {
        try (SpdkDouble other = another(SpdkDoubleOptions.recorded());
                SpdkClient spdk = SpdkClient.open(other.rpcSocket())) {
            other.loseNextAnswer("bdev_null_create");

            assertThatThrownBy(() -> spdk.memory().createNull("n", DataSize.mib(1), 512))
                    .isInstanceOf(HostException.class)
                    .hasMessageContaining("read the state back");
            assertThat(spdk.bdevs().find("n")).isPresent();
        }
    }

    @Test
    void aRestartAndLostEventsAreSeen() throws Exception {
        try (SpdkDouble other = another(SpdkDoubleOptions.recorded());
                SpdkClient spdk = SpdkClient.open(other.rpcSocket())) {
            NotificationCursor cursor = spdk.notifications().cursor();
            spdk.memory().createNull("n", DataSize.mib(1), 512);
            cursor.poll();
            other.stop();
            other.start();
            await().atMost(Duration.ofSeconds(20))
                    .ignoreExceptionsInstanceOf(HostException.class)
                    .until(() -> spdk.bdevs().list().isEmpty());
            assertThat(cursor.poll())
                    .matches(NotificationCursor.Batch::resync)
                    .extracting(batch -> batch.present().size())
                    .isEqualTo(0);
            CompletableFuture<?> last = CompletableFuture.completedFuture(null);
            for (int i = 0; i < 520; i++) {
                CompletableFuture<String> made = spdk.memory().createNullAsync("n" + i, DataSize.mib(1), 512);
                last = spdk.memory().deleteNullAsync("n" + i);
                if (i % 50 == 0) {
                    made.join();
                    last.join();
                }
            }
            last.join();
            assertThat(cursor.poll()).as("1024 of 1040 events are kept").matches(NotificationCursor.Batch::resync);
            spdk.memory().createNull("n", DataSize.mib(1), 512);
            assertThat(cursor.poll().events()).hasSize(1);
        }
    }

    @Test
    void aConfigurationIsLoadedAcrossPhases() throws Exception {
        try (SpdkDouble other = another(SpdkDoubleOptions.recorded().withWaitForRpc());
                SpdkClient spdk = SpdkClient.open(other.rpcSocket())) {
            assertThatThrownBy(() -> spdk.bdevs().list())
                    .asInstanceOf(type(SpdkException.class))
                    .extracting(SpdkException::kind)
                    .isEqualTo(SpdkErrorKind.WRONG_PHASE);
            Path file = directory.resolve("saved.json");
            Files.writeString(
                    file,
                    "{\"subsystems\":[{\"subsystem\":\"bdev\",\"config\":[{\"method\":\"bdev_null_create\",\"params\":"
                            + "{\"name\":\"n\",\"num_blocks\":8,\"block_size\":512}},{\"method\":\"unknown\"}]}]}");

            Configuration.LoadReport report = spdk.configuration().load(SavedConfiguration.read(file));
            assertThat(report.done()).isEqualTo(1);
            assertThat(report.failures())
                    .singleElement()
                    .isInstanceOf(UnsupportedException.class)
                    .extracting(Throwable::getMessage)
                    .asString()
                    .contains("unknown");
            assertThat(spdk.bdevs().find("n")).isPresent();
        }
    }
}
