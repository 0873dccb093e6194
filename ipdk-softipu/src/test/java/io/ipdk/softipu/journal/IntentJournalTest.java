package io.ipdk.softipu.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ipdk.device.DeviceKind;
import io.ipdk.disk.DiskBackend;
import io.ipdk.disk.DiskLimits;
import io.ipdk.disk.VirtualDiskSpec;
import io.ipdk.error.IpdkException;
import io.ipdk.limit.BandwidthLimit;
import io.ipdk.limit.IopsLimit;
import io.ipdk.port.AdminState;
import io.ipdk.port.PortAttachment;
import io.ipdk.port.VirtualPortSpec;
import io.ipdk.unit.Bandwidth;
import io.ipdk.unit.DataSize;
import io.ipdk.unit.Iops;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class IntentJournalTest {

    @TempDir
    Path directory;

    private StateDirectory state;
    private IntentJournal journal;

    @BeforeEach
    void open() {
        state = StateDirectory.open(directory.resolve("state"));
        journal = new IntentJournal(state);
    }

    @AfterEach
    void close() {
        state.close();
    }

    private static Intent intent(String name, long version, IntentPhase phase) {
        ObjectNode spec = JsonNodeFactory.instance.objectNode();
        new PortSpecCodec().write(VirtualPortSpec.defaults(), spec);
        return new Intent(DeviceKind.PORT, name, version, phase, spec);
    }

    private Path intents() {
        return directory.resolve("state/intents");
    }

    @Test
    void whatWasWrittenIsReadBackAfterARestart() {
        journal.write(intent("web0", 3, IntentPhase.PLUGGING));
        journal.advance(DeviceKind.PORT, "web0", IntentPhase.PLUGGING, IntentPhase.PLUGGED);

        assertThat(new IntentJournal(state).read()).containsExactly(intent("web0", 3, IntentPhase.PLUGGED));
    }

    @Test
    void aRemovedIntentIsGone() {
        journal.write(intent("web0", 1, IntentPhase.PLUGGED));
        journal.remove(DeviceKind.PORT, "web0");

        assertThat(journal.read()).isEmpty();
    }

    @Test
    void aFileLeftHalfWrittenByACrashIsForgotten() throws IOException {
        journal.write(intent("web0", 1, IntentPhase.PLUGGED));
        Files.writeString(intents().resolve("port-web1.plugging.tmp"), "{\"format\":");

        assertThat(journal.read()).extracting(Intent::name).containsExactly("web0");
        assertThat(intents()).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void aDamagedIntentIsKeptAndHidesNoOther() throws IOException {
        journal.write(intent("web0", 1, IntentPhase.PLUGGED));
        Path damaged = Files.writeString(intents().resolve("port-web1.plugged"), "not json");

        assertThat(journal.read()).extracting(Intent::name).containsExactly("web0");
        assertThat(damaged).exists();
    }

    @Test
    void aWriteThatFailsLeavesTheFormerVersionInForce() throws IOException {
        journal.write(intent("web0", 1, IntentPhase.PLUGGED));
        // A directory in the place of the unfinished file fails the write for every user, root included.
        Files.createDirectory(intents().resolve("port-web0.plugged.tmp"));
        Files.createFile(intents().resolve("port-web0.plugged.tmp").resolve("occupied"));

        assertThatThrownBy(() -> journal.write(intent("web0", 2, IntentPhase.PLUGGED)))
                .isInstanceOf(IpdkException.class)
                .hasMessageContaining("port-web0.plugged")
                .hasMessageContaining("nothing was changed")
                .satisfies(e -> assertThat(((IpdkException) e).retryable()).isTrue());
        Files.delete(intents().resolve("port-web0.plugged.tmp").resolve("occupied"));
        assertThat(journal.read()).extracting(Intent::version).containsExactly(1L);
    }

    static Stream<VirtualDiskSpec> diskSpecs() {
        return Stream.of(
                VirtualDiskSpec.defaults(),
                VirtualDiskSpec.of(d -> d.host("h")
                        .backend(DiskBackend.rawFile(Path.of("/images/ä b.raw")))
                        .serial("serial 1")
                        .sizeOfFile()
                        .logicalBlockSize(4096)
                        .queues(3)
                        .readOnly(true)
                        .bootOrder(2)),
                VirtualDiskSpec.of(d -> d.backend(DiskBackend.sparseFile(Path.of("/images/s.raw")))
                        .size(DataSize.gib(7))
                        .limits(new DiskLimits(
                                new IopsLimit(Iops.iops(1), 2),
                                new IopsLimit(Iops.iops(3), 4),
                                new IopsLimit(Iops.iops(5), 6),
                                new BandwidthLimit(Bandwidth.mbps(7), DataSize.kib(8)),
                                new BandwidthLimit(Bandwidth.mbps(9), DataSize.kib(10)),
                                new BandwidthLimit(Bandwidth.mbps(11), DataSize.kib(12))))));
    }

    @ParameterizedTest
    @MethodSource("diskSpecs")
    void everyFieldOfADiskSurvives(VirtualDiskSpec spec) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        new DiskSpecCodec().write(spec, json);

        assertThat(new DiskSpecCodec().read(json)).isEqualTo(spec);
    }

    static Stream<VirtualPortSpec> portSpecs() {
        return Stream.of(
                VirtualPortSpec.defaults(),
                VirtualPortSpec.of(p -> p.host("h")
                        .mac("52:54:00:00:00:01")
                        .mtu(9000)
                        .queuePairs(4)
                        .linkSpeed(Bandwidth.gbps(25))
                        .rateLimit(new BandwidthLimit(Bandwidth.mbps(7), DataSize.kib(8)))
                        .adminState(AdminState.DOWN)
                        .antiSpoofing(true)
                        .attachment(PortAttachment.APPLICATION)));
    }

    @ParameterizedTest
    @MethodSource("portSpecs")
    void everyFieldOfAPortSurvives(VirtualPortSpec spec) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        new PortSpecCodec().write(spec, json);

        assertThat(new PortSpecCodec().read(json)).isEqualTo(spec);
    }
}
