package io.ipdk.testkit.spdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.ipdk.error.HostException;
import io.ipdk.error.NotFoundException;
import io.ipdk.error.UnsupportedException;
import io.ipdk.nativeaccess.spdk.SpdkClient;
import io.ipdk.nativeaccess.spdk.bdev.BdevInfo;
import io.ipdk.nativeaccess.spdk.bdev.DelaySpec;
import io.ipdk.nativeaccess.spdk.bdev.InjectedError;
import io.ipdk.nativeaccess.spdk.bdev.QosLimits;
import io.ipdk.nativeaccess.spdk.framework.NotificationCursor;
import io.ipdk.nativeaccess.spdk.framework.SavedConfiguration;
import io.ipdk.nativeaccess.spdk.lvol.LvolInfo;
import io.ipdk.nativeaccess.spdk.lvol.LvolSpec;
import io.ipdk.nativeaccess.spdk.lvol.LvolStoreSpec;
import io.ipdk.nativeaccess.spdk.nvmf.NvmfAddress;
import io.ipdk.nativeaccess.spdk.nvmf.NvmfSubsystemSpec;
import io.ipdk.nativeaccess.spdk.nvmf.NvmfTransport;
import io.ipdk.nativeaccess.spdk.nvmf.NvmfTransportSpec;
import io.ipdk.nativeaccess.spdk.rpc.RpcRequest;
import io.ipdk.nativeaccess.spdk.rpc.SpdkErrorKind;
import io.ipdk.nativeaccess.spdk.rpc.SpdkException;
import io.ipdk.nativeaccess.spdk.rpc.SpdkVersion;
import io.ipdk.nativeaccess.spdk.vhost.VhostBlkSpec;
import io.ipdk.unit.DataSize;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the client promises, on the double and on the real spdk_tgt. */
@Timeout(60)
abstract class SpdkClientContract {
    private static final String NQN = "nqn.2024-01.io.ipdk:test";

    @TempDir
    Path directory;

    private AutoCloseable target;
    private SpdkClient spdk;

    /** Starts a target that has nothing yet. */
    abstract AutoCloseable startTarget(Path here);

    abstract Path rpcSocket(Path here);

    @BeforeEach
    void open() {
        target = startTarget(directory);
        spdk = SpdkClient.open(rpcSocket(directory));
    }

    @AfterEach
    void close() throws Exception {
        spdk.close();
        target.close();
    }

    private Path image(String name, long bytes) throws IOException {
        Path file = directory.resolve(name);
        try (RandomAccessFile image = new RandomAccessFile(file.toFile(), "rw")) {
            image.setLength(bytes);
        }
        return file;
    }

    private void store() throws IOException {
        spdk.files().createAio("base", image("base.img", 256 << 20), 4096);
        spdk.lvolStores().create(LvolStoreSpec.of("base", "store").withClusterSize(DataSize.mib(1)));
    }

    @Test
    void itSaysWhoItIsAndWhatItKnows() {
        assertThat(spdk.target().version()).isGreaterThan(SpdkVersion.of(22, 1));
        assertThat(spdk.target().has("bdev_malloc_create")).isTrue();
        assertThat(spdk.target().has("nosuch_method")).isFalse();
        assertThatThrownBy(() -> spdk.call(RpcRequest.of("nosuch_method"))).isInstanceOf(UnsupportedException.class);
        assertThat(spdk.framework().reactors().reactors()).isNotEmpty();
        assertThat(spdk.framework().callableMethods()).contains("bdev_get_bdevs");
        spdk.framework().waitInit(Duration.ofSeconds(5));
    }

    @Test
    void memoryDisksComeAndGo() {
        assertThat(spdk.memory().createMalloc("m", DataSize.mib(8), 512)).isEqualTo("m");
        assertThat(spdk.bdevs().get("m").size()).isEqualTo(DataSize.mib(8));
        assertThatThrownBy(() -> spdk.memory().createMalloc("m", DataSize.mib(8), 512))
                .asInstanceOf(type(SpdkException.class))
                .extracting(SpdkException::kind)
                .isEqualTo(SpdkErrorKind.EXISTS);
        spdk.memory().deleteMalloc("m");
        assertThat(spdk.bdevs().find("m")).isEmpty();
        assertThatThrownBy(() -> spdk.bdevs().get("m")).isInstanceOf(NotFoundException.class);

        spdk.memory().createNull("n", DataSize.mib(8), 4096);
        spdk.memory().resizeNull("n", DataSize.mib(16));
        assertThat(spdk.bdevs().awaitPresent("n", Duration.ofSeconds(1)).size()).isEqualTo(DataSize.mib(16));
        spdk.memory().deleteNull("n");
        assertThat(spdk.bdevs().list()).isEmpty();
    }

    @Test
    void filesGrow() throws IOException {
        Path file = image("f.img", 8 << 20);
        spdk.files().createAio("f", file, 512);
        image("f.img", 16 << 20);
        spdk.files().rescanAio("f");
        assertThat(spdk.bdevs().get("f").size()).isEqualTo(DataSize.mib(16));
        spdk.files().deleteAio("f");
        assertThat(Files.exists(file)).isTrue();
        assertThatThrownBy(() -> spdk.files().createAio("g", directory.resolve("none"), 512))
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    void volumesAreMadeGrownCopiedAndDeleted() throws IOException {
        store();
        String uuid = spdk.lvols().create(LvolSpec.thin("store", "v", DataSize.mib(32)));
        assertThat(spdk.bdevs().get("store/v")).matches(bdev -> bdev.isCalled(uuid));
        spdk.lvols().resize("store/v", DataSize.mib(64));
        assertThat(spdk.bdevs().get(uuid).size()).isEqualTo(DataSize.mib(64));

        spdk.lvols().snapshot("store/v", "s");
        spdk.lvols().clone("store/s", "c");
        assertThat(spdk.lvols().list("store")).extracting(LvolInfo::name).containsExactlyInAnyOrder("v", "s", "c");
        assertThat(spdk.lvols().find("store", "s")).get().matches(LvolInfo::snapshot);
        assertThatThrownBy(() -> spdk.lvols().delete("store/s"))
                .asInstanceOf(type(SpdkException.class))
                .extracting(SpdkException::kind)
                .isEqualTo(SpdkErrorKind.NOT_PERMITTED);
        spdk.lvols().inflate("store/c");
        spdk.lvols().rename("store/c", "d");
        spdk.lvols().delete("store/d");
        spdk.lvols().delete("store/v");
        spdk.lvols().delete("store/s");

        assertThat(spdk.lvolStores().find("store"))
                .get()
                .matches(store -> store.free().bytes() > 200 << 20);
        spdk.lvolStores().rename("store", "other");
        spdk.lvolStores().delete("other");
        assertThat(spdk.lvolStores().list()).isEmpty();
    }

    @Test
    void limitsAreInForceAsSpdkRoundsThem() {
        spdk.memory().createMalloc("m", DataSize.mib(8), 512);
        QosLimits limits = new QosLimits(20_500, 100, 0, 0);
        spdk.limits().set("m", limits);

        assertThat(spdk.limits().get("m")).isEqualTo(limits.effective()).isEqualTo(new QosLimits(21_000, 100, 0, 0));
        assertThat(spdk.limits().get("m").isUnlimited()).isFalse();
    }

    @Test
    void controllersHaveSockets() {
        spdk.memory().createMalloc("m", DataSize.mib(8), 512);
        spdk.vhost().createBlk(VhostBlkSpec.of("ctl", "m").withReadOnly(true));

        assertThat(spdk.vhost().get("ctl").bdev()).contains("m");
        assertThat(spdk.vhost().get("ctl").readOnly()).isTrue();
        assertThat(spdk.vhost().list()).hasSize(1);
        spdk.vhost().setCoalescing("ctl", Duration.ofNanos(50_000), 60_000);
        spdk.memory().deleteMalloc("m");
        assertThat(spdk.vhost().get("ctl").bdev()).isEmpty();
        spdk.vhost().delete("ctl");
        assertThat(spdk.vhost().find("ctl")).isEmpty();
        assertThatThrownBy(() -> spdk.vhost().delete("ctl")).isInstanceOf(NotFoundException.class);
    }

    @Test
    void slowAndFailingDisksCanBeMade() {
        spdk.memory().createMalloc("m", DataSize.mib(8), 512);
        spdk.faults().createDelay("m", "slow", DelaySpec.of(Duration.ofMillis(1)));
        spdk.faults().createError("slow");
        spdk.faults()
                .inject("EE_slow", new InjectedError(InjectedError.Request.WRITE, InjectedError.Effect.FAILURE, 3));
        assertThat(spdk.bdevs().list()).extracting(BdevInfo::name).contains("m", "slow", "EE_slow");
        spdk.faults().deleteError("EE_slow");
        spdk.faults().deleteDelay("slow");
        assertThat(spdk.bdevs().list()).hasSize(1);
    }

    @Test
    void statisticsCoverEveryDisk() {
        spdk.memory().createMalloc("m", DataSize.mib(8), 512);
        spdk.memory().createMalloc("n", DataSize.mib(8), 512);

        assertThat(spdk.statistics().all()).extracting(stat -> stat.bdev()).containsExactlyInAnyOrder("m", "n");
        assertThat(spdk.statistics().of("n").bdev()).isEqualTo("n");
        spdk.statistics().enableHistogram("m", true);
        assertThat(spdk.statistics().histogram("m").buckets()).isPositive();
        assertThat(spdk.statistics().histogram("m").percentile(99)).isGreaterThanOrEqualTo(Duration.ZERO);
        spdk.statistics().enableHistogram("m", false);
    }

    @Test
    void subsystemsAreBuiltForNetworksAndVirtualMachines() throws IOException {
        spdk.memory().createMalloc("m", DataSize.mib(8), 512);
        spdk.nvmf().createTransport(NvmfTransportSpec.of(NvmfTransport.TCP));
        spdk.nvmf().createSubsystem(NvmfSubsystemSpec.of(NQN).withSerial("IPDK1"));
        int namespace = spdk.nvmf().addNamespace(NQN, "m");
        NvmfAddress address = NvmfAddress.tcp("127.0.0.1", 44_420);
        spdk.nvmf().addListener(NQN, address);
        spdk.nvmf().addHost(NQN, "nqn.2024-01.io.ipdk:host");

        assertThat(spdk.nvmf().transports()).containsExactly("TCP");
        assertThat(spdk.nvmf().subsystems())
                .filteredOn(subsystem -> subsystem.nqn().equals(NQN))
                .singleElement()
                .satisfies(subsystem -> {
                    assertThat(subsystem.listeners()).containsExactly(address);
                    assertThat(subsystem.namespaces()).containsEntry(namespace, "m");
                    assertThat(subsystem.hosts()).containsExactly("nqn.2024-01.io.ipdk:host");
                    assertThat(subsystem.anyHost()).isFalse();
                });
        spdk.nvmf().allowAnyHost(NQN, true);
        spdk.nvmf().removeListener(NQN, address);
        spdk.nvmf().removeNamespace(NQN, namespace);
        spdk.nvmf().deleteSubsystem(NQN);
        assertThat(NvmfAddress.vfioUser(directory).service()).isEmpty();
    }

    @Test
    void eventsAreReadWithoutGaps() {
        spdk.memory().createMalloc("m", DataSize.mib(8), 512);
        NotificationCursor cursor = spdk.notifications().cursor();

        NotificationCursor.Batch first = cursor.poll();
        assertThat(first.resync()).isTrue();
        assertThat(first.present()).extracting(BdevInfo::name).containsExactly("m");
        assertThat(cursor.poll().events()).isEmpty();
        spdk.memory().createNull("n", DataSize.mib(8), 512);
        spdk.memory().deleteNull("n");
        NotificationCursor.Batch next = cursor.poll();
        assertThat(next.resync()).isFalse();
        assertThat(next.events())
                .extracting(event -> event.type() + " " + event.subject())
                .containsExactly("bdev_register n", "bdev_unregister n");
        assertThat(spdk.notifications().types()).contains("bdev_resize");
    }

    @Test
    void aSavedConfigurationBringsDisksBack() throws IOException {
        Path image = image("f.img", 8 << 20);
        spdk.files().createAio("f", image, 512);
        spdk.memory().createNull("n", DataSize.mib(8), 512);
        spdk.vhost().createBlk(VhostBlkSpec.of("ctl", "n"));
        Path file = directory.resolve("saved.json");
        spdk.configuration().save().write(file);
        spdk.vhost().delete("ctl");
        spdk.files().deleteAio("f");
        spdk.memory().deleteNull("n");

        SavedConfiguration saved = SavedConfiguration.read(file);
        assertThat(saved.methods()).contains("bdev_aio_create", "bdev_null_create", "vhost_create_blk_controller");
        assertThat(spdk.configuration().load(saved).done()).isGreaterThanOrEqualTo(3);
        assertThat(spdk.bdevs().list()).extracting(BdevInfo::name).contains("f", "n");
        assertThat(spdk.vhost().get("ctl").bdev()).contains("n");
    }

    @Test
    void manyCallsAreUnderWayAtOnce() {
        CompletableFuture<?>[] calls = new CompletableFuture<?>[50];
        for (int i = 0; i < calls.length; i++) {
            calls[i] = spdk.memory().createNullAsync("n" + i, DataSize.mib(1), 512);
        }
        assertThat(CompletableFuture.allOf(calls)).succeedsWithin(Duration.ofSeconds(20));
        assertThat(spdk.bdevs().list()).hasSize(50);
    }

    @Test
    void afterSpdkHasGoneCallsFailAsRetryable() throws Exception {
        spdk.bdevs().list();
        target.close();
        assertThatThrownBy(() -> spdk.bdevs().list())
                .asInstanceOf(type(HostException.class))
                .matches(HostException::retryable);
    }
}
