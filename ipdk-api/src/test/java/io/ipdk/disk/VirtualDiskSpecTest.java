package io.ipdk.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipdk.device.FieldDifference;
import io.ipdk.error.InvalidSpecException;
import io.ipdk.unit.DataSize;
import io.ipdk.unit.Iops;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class VirtualDiskSpecTest {

    @Test
    void growthIsLiveAndShrinkingIsNot() {
        VirtualDiskSpec present = VirtualDiskSpec.of(d -> d.size(DataSize.mib(64)));

        assertThat(present.differences(present.with(d -> d.size(DataSize.mib(128)))))
                .containsExactly(new FieldDifference("size", "64 MiB", "128 MiB", true));
        assertThat(present.differences(present.with(d -> d.size(DataSize.mib(32)))))
                .containsExactly(new FieldDifference("size", "64 MiB", "32 MiB", false));
    }

    @Test
    void everyComponentTakesPartInTheComparison() {
        VirtualDiskSpec other = VirtualDiskSpec.of(d -> d.host("h1")
                .backend(DiskBackend.rawFile(Path.of("/images/a.raw")))
                .serial("s")
                .size(DataSize.mib(1))
                .logicalBlockSize(4096)
                .queues(2)
                .readOnly(true)
                .totalIops(Iops.iops(5))
                .bootOrder(1));

        assertThat(VirtualDiskSpec.defaults().differences(other))
                .hasSize(VirtualDiskSpec.class.getRecordComponents().length);
    }

    @Test
    void aSizeThatIsNoMultipleOfTheBlockSizeIsRefusedWithBoth() {
        assertThatThrownBy(() -> VirtualDiskSpec.of(d -> d.size(DataSize.bytes(1000))))
                .isInstanceOf(InvalidSpecException.class)
                .hasMessageContaining("1000 bytes")
                .hasMessageContaining("512 bytes");
    }

    @Test
    void onlyARawFileBringsItsOwnSizeAndCanBeReadOnly() {
        Path image = Path.of("/images/a.raw");

        assertThat(VirtualDiskSpec.of(d -> d.backend(DiskBackend.rawFile(image)).sizeOfFile())
                        .size())
                .isEqualTo(DataSize.ZERO);
        assertThatThrownBy(() -> VirtualDiskSpec.of(d -> d.sizeOfFile()))
                .isInstanceOf(InvalidSpecException.class)
                .hasMessageContaining("raw file");
        assertThatThrownBy(() -> VirtualDiskSpec.of(d -> d.readOnly(true)))
                .isInstanceOf(InvalidSpecException.class)
                .hasMessageContaining("readOnly");
    }

    @Test
    void aSerialThatTheHostCannotReadIsRefused() {
        assertThatThrownBy(() -> VirtualDiskSpec.of(d -> d.serial("123456789012345678901")))
                .hasMessageContaining("20 printable ASCII");
        assertThatThrownBy(() -> VirtualDiskSpec.of(d -> d.serial("é"))).hasMessageContaining("20 printable ASCII");
    }

    @Test
    void limitsNameWhatIsSet() {
        assertThat(DiskLimits.UNLIMITED).hasToString("unlimited");
        assertThat(VirtualDiskSpec.of(d -> d.totalIops(Iops.iops(500))).limits())
                .hasToString("totalIops 500 IOPS burst 5");
    }
}
