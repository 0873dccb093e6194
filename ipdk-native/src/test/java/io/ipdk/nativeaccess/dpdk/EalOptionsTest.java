package io.ipdk.nativeaccess.dpdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipdk.unit.DataSize;
import org.junit.jupiter.api.Test;

class EalOptionsTest {
    @Test
    void theDefaultsLeaveNothingBehindAndTakeNoHardware() {
        assertThat(EalOptions.builder().build().arguments())
                .contains("--in-memory", "--no-pci", "--no-telemetry")
                .doesNotContain("--no-huge");
    }

    @Test
    void ordinaryMemorySharesNoConfiguration() {
        assertThat(EalOptions.builder().noHuge(DataSize.mib(64)).build().arguments())
                .contains("--no-huge", "--no-shconf")
                .containsSequence("-m", "64")
                .doesNotContain("--in-memory");
    }

    @Test
    void devicesAndPlacesAreOneWordEach() {
        EalOptions options = EalOptions.builder()
                .vdev("net_null0,size=64")
                .vdev("net_ring0")
                .pciDevice("0000:03:00.0")
                .cpus(0)
                .filePrefix("a-1")
                .logLevel(EalLogLevel.DEBUG)
                .telemetry(true)
                .build();

        assertThat(options.arguments())
                .contains("--vdev=net_null0,size=64", "--vdev=net_ring0", "--log-level=8")
                .containsSequence("-a", "0000:03:00.0")
                .containsSequence("--lcores", "0@(0)")
                .containsSequence("--file-prefix", "a-1")
                .doesNotContain("--no-pci", "--no-telemetry");
    }

    @Test
    void wordsThatWouldBeReadAsSomethingElseAreRefused() {
        EalOptions.Builder options = EalOptions.builder();

        for (String bad :
                new String[] {"", "--help", "net null0", "net_null0, size=64", "net_null0,,", "net_null0\0"}) {
            assertThatThrownBy(() -> options.vdev(bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("name,key=value");
        }
        assertThatThrownBy(() -> options.filePrefix("../x")).hasMessageContaining("file prefix");
        assertThatThrownBy(() -> options.pciDevice("eth0")).hasMessageContaining("0000:03:00.0");
    }

    @Test
    void aDeviceNameIsTakenOnce() {
        EalOptions.Builder options = EalOptions.builder().vdev("net_null0,size=64");

        assertThatThrownBy(() -> options.vdev("net_null0")).hasMessageContaining("net_null0 is taken");
    }

    @Test
    void processorsAndMemoryHaveTheirRanges() {
        EalOptions.Builder options = EalOptions.builder();

        assertThatThrownBy(() -> options.cpus(100_000)).hasMessageContaining("not on this machine");
        assertThatThrownBy(() -> options.cpus(-1)).hasMessageContaining("not on this machine");
        assertThatThrownBy(() -> options.noHuge(DataSize.mib(1))).hasMessageContaining("16 MiB");
    }
}
