package io.ipdk.testkit.dpdk.eal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipdk.error.NotFoundException;
import io.ipdk.nativeaccess.dpdk.Eal;
import io.ipdk.nativeaccess.dpdk.mbuf.MbufPool;
import io.ipdk.nativeaccess.dpdk.port.EthPort;
import io.ipdk.nativeaccess.dpdk.port.EthPortSpec;
import io.ipdk.nativeaccess.dpdk.telemetry.TelemetryClient;
import io.ipdk.nativeaccess.posix.PosixException;
import io.ipdk.testkit.peer.Peer;
import io.ipdk.testkit.peer.RequiresPeer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** This process's own telemetry socket, asked as any other's. */
@RequiresPeer(Peer.DPDK)
@ExtendWith(SharedEal.class)
class TelemetryIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Eal eal;

    TelemetryIT(Eal eal) {
        this.eal = eal;
    }

    @Test
    void theProcessSaysWhoItIs() {
        try (TelemetryClient client = TelemetryClient.connect(eal.runtimeDirectory(), PATIENCE)) {
            assertThat(client.info().version()).startsWith("DPDK ");
            assertThat(client.info().processId())
                    .isEqualTo(ProcessHandle.current().pid());
            assertThat(client.commands()).contains("/", "/info", "/ethdev/list");
            assertThat(client.help("/ethdev/list")).isNotBlank();
            assertThat(client.ealParameters()).contains("--no-pci");
            assertThat(client.raw("/info", "")).contains("max_output_len");
        }
    }

    @Test
    void portsAndPoolsAreThoseOfTheProcess() {
        try (MbufPool pool = MbufPool.create(eal, "telemetry", 127);
                EthPort port = EthPort.plug(eal, "net_null_t", "");
                TelemetryClient client = TelemetryClient.connect(eal.runtimeDirectory(), PATIENCE)) {
            port.configure(EthPortSpec.of(pool));
            port.start();

            assertThat(client.ports()).contains(port.number());
            assertThat(client.extendedStats(port.number())).containsKey("rx_good_packets");
            assertThat(client.link(port.number()).up()).isTrue();
            assertThat(client.mempools()).contains("telemetry");
            assertThat(client.mempool("telemetry").size()).isEqualTo(127);
        }
    }

    @Test
    void whatTheProcessDoesNotKnowIsSaid() {
        try (TelemetryClient client = TelemetryClient.connect(eal.runtimeDirectory(), PATIENCE)) {
            assertThatThrownBy(() -> client.raw("/nonsense", "")).isInstanceOf(NotFoundException.class);
            assertThatThrownBy(() -> client.extendedStats(31)).isInstanceOf(NotFoundException.class);
        }
    }

    @Test
    void noProcessListensInAnEmptyDirectory() {
        assertThatThrownBy(() -> TelemetryClient.connect(Path.of("/nonexistent"), PATIENCE))
                .isInstanceOf(PosixException.class);
    }
}
