package io.ipdk.softipu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipdk.error.InvalidSpecException;
import io.ipdk.p4target.server.TlsFiles;
import io.ipdk.softipu.pipeline.PipelineAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SoftIpuAddressTest {

    private static SoftIpuAddress parse(String uri) {
        return SoftIpuAddress.parse(URI.create(uri));
    }

    @Test
    void nothingButTheSchemeMeansSocketsInATemporaryDirectory() {
        assertThat(parse("soft:?"))
                .isEqualTo(new SoftIpuAddress(null, SoftIpuAddress.Bus.SOCKETS, Map.of(), PipelineAddress.defaults()));
    }

    @Test
    void theOnlyQemuHostNeedsNoName() {
        assertThat(parse("soft:/var/lib/a%20b?bus=qemu&qmp=/run/q.sock"))
                .isEqualTo(new SoftIpuAddress(
                        Path.of("/var/lib/a b"),
                        SoftIpuAddress.Bus.QEMU,
                        Map.of("host", Path.of("/run/q.sock")),
                        PipelineAddress.defaults()));
    }

    @Test
    void severalQemuHostsHaveNames() {
        assertThat(parse("soft:?bus=qemu&qmp.web=/a.sock&qmp.db=/b.sock").qmp())
                .isEqualTo(Map.of("web", Path.of("/a.sock"), "db", Path.of("/b.sock")));
    }

    @Test
    void thePipelineListensWhereItIsTold() {
        PipelineAddress address = parse(
                        "soft:?p4runtime=0.0.0.0:9559&p4runtime.device=7&p4runtime.cpu=500"
                                + "&p4runtime.cert=/c.pem&p4runtime.key=/k.pem&p4runtime.clients=/ca.pem&p4runtime.before=closed")
                .pipeline();
        TlsFiles files = TlsFiles.mutual(Path.of("/c.pem"), Path.of("/k.pem"), Path.of("/ca.pem"));

        assertThat(address).isEqualTo(new PipelineAddress(true, "0.0.0.0", 9559, Optional.of(files), 7, 500, true));
        assertThat(parse("soft:?p4runtime=[::1]:0").pipeline().host()).isEqualTo("::1");
        assertThat(parse("soft:?p4runtime=inprocess").pipeline().host()).isNull();
        assertThat(parse("soft:?p4runtime.before=switch").pipeline()).isEqualTo(PipelineAddress.defaults());
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
                "soft:?p4runtime=9559",
                "soft:?p4runtime=host:70000",
                "soft:?p4runtime.device=0",
                "soft:?p4runtime.cpu=511",
                "soft:?p4runtime.cpu=x",
                "soft:?p4runtime.before=open",
                "soft:?p4runtime=h:1&p4runtime.cert=/c.pem",
                "soft:?p4runtime=inprocess&p4runtime.cert=/c.pem&p4runtime.key=/k.pem",
                "soft:/x#fragment"
            })
    void whatMakesNoSenseIsRefusedWithWhatIsAllowed(String uri) {
        assertThatThrownBy(() -> parse(uri))
                .isInstanceOf(InvalidSpecException.class)
                .hasMessageContaining("allowed");
    }
}
