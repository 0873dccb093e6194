package io.ipdk.testkit.spdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ipdk.Ipu;
import io.ipdk.device.Plan;
import io.ipdk.device.UnplugMode;
import io.ipdk.device.UnplugOutcome;
import io.ipdk.disk.DiskBackend;
import io.ipdk.disk.SpdkStorage;
import io.ipdk.disk.VirtualDisk;
import io.ipdk.disk.VirtualDiskSpec;
import io.ipdk.error.HostException;
import io.ipdk.error.InvalidSpecException;
import io.ipdk.error.IpdkException;
import io.ipdk.error.StorageException;
import io.ipdk.limit.IopsLimit;
import io.ipdk.nativeaccess.spdk.SpdkClient;
import io.ipdk.nativeaccess.spdk.bdev.QosLimits;
import io.ipdk.nativeaccess.spdk.lvol.LvolInfo;
import io.ipdk.nativeaccess.spdk.lvol.LvolStoreSpec;
import io.ipdk.nativeaccess.spdk.vhost.VhostControllerInfo;
import io.ipdk.unit.Bandwidth;
import io.ipdk.unit.DataSize;
import io.ipdk.unit.Iops;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A disk of the software IPU that SPDK keeps and serves, on the double. */
@Timeout(60)
class SpdkDiskTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    private SpdkDouble spdk;
    private SpdkClient client;
    private SpdkStorage storage;
    private Path image;
    private Ipu ipu;

    @BeforeEach
    void start() throws IOException {
        start(SpdkDoubleOptions.recorded());
    }

    private void start(SpdkDoubleOptions options) throws IOException {
        spdk = SpdkDouble.start(directory, options);
        client = SpdkClient.open(spdk.rpcSocket());
        storage = DiskBackend.spdk(spdk.rpcSocket());
        image = directory.resolve("base.img");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(256 << 20);
        }
        makeStore();
        ipu = open();
        spdk.takeCalls();
    }

    private void makeStore() {
        client.files().createAio("base", image, 512);
        if (client.lvolStores().find("store").isEmpty()) {
            client.lvolStores().create(LvolStoreSpec.of("base", "store").withClusterSize(DataSize.mib(1)));
        }
    }

    private Ipu open() {
        return Ipu.open("soft:" + directory.resolve("state"));
    }

    @AfterEach
    void stop() {
        ipu.close();
        client.close();
        spdk.close();
    }

    private VirtualDiskSpec spec() {
        return VirtualDiskSpec.of(d ->
                d.backedBy(storage.lvol("store", "data")).size(DataSize.mib(64)).totalIops(Iops.iops(1_500)));
    }

    private QosLimits limits() {
        return client.limits().get("store/data");
    }

    @Test
    void plugMakesVolumeLimitAndControllerInThatOrder() {
        VirtualDisk disk = ipu.disks().plug("data", spec());

        assertThat(spdk.takeCalls().stream().filter(call -> call.contains("create") || call.contains("set")))
                .containsExactly("bdev_lvol_create", "bdev_set_qos_limit", "vhost_create_blk_controller");
        VhostControllerInfo controller = client.vhost().get("ipdk-disk-data");
        assertThat(disk.info().socket()).contains(controller.socket());
        assertThat(disk.info().capacity()).isEqualTo(DataSize.mib(64));
        assertThat(client.lvols().find("store", "data")).get().matches(LvolInfo::thin);
    }

    @Test
    void theLimitsInForceAreTold() {
        VirtualDisk disk = ipu.disks().plug("data", spec().with(d -> d.totalBandwidth(Bandwidth.mbps(100))));

        assertThat(limits()).isEqualTo(new QosLimits(2_000, 12, 0, 0));
        assertThat(disk.info().limits().totalIops()).isEqualTo(IopsLimit.of(Iops.iops(2_000)));
        assertThat(disk.info().limits().totalBandwidth().rate()).isEqualTo(Bandwidth.bytesPerSecond(12 << 20));
        assertThat(disk.spec().limits().totalIops().rate()).isEqualTo(Iops.iops(1_500));
    }

    @Test
    void aLimitSpdkHasNotIsRefused() {
        assertThatThrownBy(() -> ipu.disks()
                        .plug(
                                "data",
                                spec().with(d ->
                                        d.limits(d.build().limits().withReadIops(IopsLimit.of(Iops.iops(1)))))))
                .isInstanceOf(InvalidSpecException.class)
                .hasMessageContaining("readIops");
        assertThat(spdk.takeCalls()).isEmpty();
    }

    @Test
    void aDiskGrowsLive() {
        VirtualDisk disk = ipu.disks().plug("data", spec());
        disk.update(d -> d.size(DataSize.mib(96)));

        assertThat(disk.info().capacity()).isEqualTo(DataSize.mib(96));
        assertThat(client.bdevs().get("store/data").size()).isEqualTo(DataSize.mib(96));
    }

    @Test
    void limitsThatSpdkRefusesToChangeStayAsTheyAre() {
        VirtualDisk disk = ipu.disks().plug("data", spec());

        assertThatThrownBy(() -> disk.update(d -> d.totalIops(Iops.iops(9_000))))
                .isInstanceOf(HostException.class)
                .matches(e -> ((IpdkException) e).retryable())
                .hasMessageContaining("3768");
        assertThat(disk.spec().limits().totalIops().rate()).isEqualTo(Iops.iops(1_500));
        assertThat(limits().iops()).isEqualTo(2_000);
        // Rounded to the same thousand, nothing has to be changed.
        disk.update(d -> d.totalIops(Iops.iops(1_800)));
        assertThat(disk.spec().limits().totalIops().rate()).isEqualTo(Iops.iops(1_800));
    }

    @Test
    void limitsChangeWhereSpdkChangesThem() throws IOException {
        stop();
        start(SpdkDoubleOptions.recorded().withLimitsChange());
        VirtualDisk disk = ipu.disks().plug("data", spec());
        spdk.failNext("bdev_set_qos_limit", -32602, "Failed to configure rate limit: Resource temporarily unavailable");
        disk.update(d -> d.totalIops(Iops.iops(9_000)));

        assertThat(limits().iops()).as("asked again after EAGAIN").isEqualTo(9_000);
    }

    @Test
    void unplugRemovesTheControllerAndKeepsTheVolume() {
        VirtualDisk disk = ipu.disks().plug("data", spec());

        assertThat(disk.unplug(UnplugMode.graceful(PATIENCE))).isEqualTo(UnplugOutcome.ACKNOWLEDGED);
        assertThat(client.vhost().list()).isEmpty();
        assertThat(client.lvols().find("store", "data")).isPresent();
        VirtualDisk again = ipu.disks()
                .plug(
                        "data",
                        d -> d.backedBy(storage.lvol("store", "data"))
                                .sizeOfFile()
                                .totalIops(Iops.iops(2_000)));
        assertThat(again.info().capacity()).isEqualTo(DataSize.mib(64));
    }

    @Test
    void aPlugThatFailsLeavesNothingBehind() {
        spdk.failNext("vhost_create_blk_controller", -12, "Cannot allocate memory");

        assertThatThrownBy(() -> ipu.disks().plug("data", spec())).isInstanceOf(IpdkException.class);
        assertThat(client.lvols().list("store")).isEmpty();
        assertThat(ipu.disks().list()).isEmpty();
        assertThat(ipu.disks().plug("data", spec()).info().capacity()).isEqualTo(DataSize.mib(64));
    }

    @Test
    void aVolumeOfAnotherSizeOrBlockIsRefused() {
        client.memory().createMalloc("m", DataSize.mib(8), 512);

        assertThatThrownBy(() ->
                        ipu.disks().plug("a", d -> d.backedBy(storage.bdev("m")).size(DataSize.mib(16))))
                .isInstanceOf(StorageException.class);
        assertThatThrownBy(() -> ipu.disks()
                        .plug(
                                "a",
                                d -> d.backedBy(storage.bdev("m")).sizeOfFile().logicalBlockSize(4096)))
                .isInstanceOf(InvalidSpecException.class);
        assertThat(ipu.disks()
                        .plug(
                                "a",
                                d -> d.backedBy(storage.bdev("m")).sizeOfFile().readOnly(true))
                        .info()
                        .capacity())
                .isEqualTo(DataSize.mib(8));
        assertThat(client.vhost().get("ipdk-disk-a").readOnly()).isTrue();
    }

    @Test
    void theDiskIsServedAgainAfterSpdkWasStartedAnew() {
        ipu.disks().plug("data", spec());
        spdk.stop();
        spdk.start();
        await().atMost(Duration.ofSeconds(20))
                .ignoreExceptionsInstanceOf(HostException.class)
                .until(() -> client.bdevs().list().isEmpty());
        makeStore();

        await().atMost(PATIENCE)
                .until(() -> client.vhost().find("ipdk-disk-data").isPresent());
        assertThat(limits().iops()).isEqualTo(2_000);
    }

    @Test
    void spdkServesOnWhileTheIpuIsClosedAndIsTakenOverWhenItIsOpenedAgain() {
        ipu.disks().plug("data", spec());
        ipu.close();
        assertThat(client.vhost().find("ipdk-disk-data")).isPresent();
        spdk.takeCalls();
        ipu = open();

        assertThat(ipu.disks().list()).extracting(VirtualDisk::name).containsExactly("data");
        assertThat(ipu.disks().list().get(0).spec()).isEqualTo(spec());
        assertThat(spdk.takeCalls()).doesNotContain("vhost_create_blk_controller", "bdev_lvol_create");
    }

    @Test
    void aPlanSaysWhatIsMissing() {
        Plan plan = ipu.disks()
                .plan("data", d -> d.backedBy(storage.lvol("nostore", "v")).size(DataSize.mib(1)));
        assertThat(plan.problems()).containsExactly("SPDK has no store nostore");
        spdk.stop();
        List<String> problems = ipu.disks().plan("data", spec()).problems();
        assertThat(problems).singleElement().asString().contains("spdk_tgt cannot be reached");
        assertThatThrownBy(() -> ipu.disks().plug("data", spec()))
                .isInstanceOf(HostException.class)
                .hasMessageContaining("spdk_tgt -r");
    }
}
