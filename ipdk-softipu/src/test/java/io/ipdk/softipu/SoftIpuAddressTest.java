package io.ipdk.softipu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipdk.error.InvalidSpecException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SoftIpuAddressTest {

    private static SoftIpuAddress parse(String uri) {
        return SoftIpuAddress.parse(URI.create(uri));
    }

    @Test
    void nothingButTheSchemeMeansSocketsInATemporaryDirectory() {
        assertThat(parse("soft:?")).isEqualTo(new SoftIpuAddress(null, SoftIpuAddress.Bus.SOCKETS, Map.of()));
    }

    @Test
    void theOnlyQemuHostNeedsNoName() {
        assertThat(parse("soft:/var/lib/a%20b?bus=qemu&qmp=/run/q.sock"))
                .isEqualTo(new SoftIpuAddress(
                        Path.of("/var/lib/a b"), SoftIpuAddress.Bus.QEMU, Map.of("host", Path.of("/run/q.sock"))));
    }

    @Test
    void severalQemuHostsHaveNames() {
        assertThat(parse("soft:?bus=qemu&qmp.web=/a.sock&qmp.db=/b.sock").qmp())
                .isEqualTo(Map.of("web", Path.of("/a.sock"), "db", Path.of("/b.sock")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "soft:relative",
                "soft://host/path",
                "soft:?bus=pci",
                "soft:?bus=qemu",
                "soft:?qmp=/a.sock",
                "soft:?bus",
                "soft:?bus=qemu&bus=sockets",
                "soft:?bus=qemu&qmp=",
                "soft:?buss=qemu",
                "soft:/x#fragment"
            })
    void whatMakesNoSenseIsRefusedWithWhatIsAllowed(String uri) {
        assertThatThrownBy(() -> parse(uri))
                .isInstanceOf(InvalidSpecException.class)
                .hasMessageContaining("allowed");
    }
}
