package io.ipdk.softipu.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipdk.device.UnplugMode;
import io.ipdk.device.UnplugOutcome;
import io.ipdk.error.ClosedException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SocketsBusTest {

    private static final UnplugMode PATIENT = UnplugMode.graceful(Duration.ofSeconds(60));

    private final SocketsBus bus = new SocketsBus();

    private void attach(String id) {
        bus.attach(HostDevice.disk(id, Path.of("/run/" + id + ".sock"), 1), Duration.ofSeconds(1));
    }

    @Test
    void aDeviceNobodyIsConnectedToLeavesAtOnce() {
        attach("disk-a");

        assertThat(bus.detach("disk-a", PATIENT)).isEqualTo(UnplugOutcome.ACKNOWLEDGED);
        assertThat(bus.observe()).isEmpty();
    }

    @Test
    void aGracefulUnplugWaitsForTheFrontEndToLeave() throws Exception {
        attach("disk-a");
        bus.connectionChanged("disk-a", true);
        CompletableFuture<UnplugOutcome> unplug = CompletableFuture.supplyAsync(() -> bus.detach("disk-a", PATIENT));
        bus.connectionChanged("disk-a", false);

        assertThat(unplug.get(60, TimeUnit.SECONDS)).isEqualTo(UnplugOutcome.ACKNOWLEDGED);
    }

    @Test
    void aFrontEndThatStaysTimesTheUnplugOutAndKeepsTheDevice() {
        attach("disk-a");
        bus.connectionChanged("disk-a", true);

        assertThat(bus.detach("disk-a", UnplugMode.graceful(Duration.ofMillis(20))))
                .isEqualTo(UnplugOutcome.TIMED_OUT);
        assertThat(bus.observe().values())
                .extracting(ObservedDevice::state)
                .containsExactly(ObservedDevice.State.ATTACHED);
        assertThat(bus.detach("disk-a", UnplugMode.surprise())).isEqualTo(UnplugOutcome.SURPRISE);
    }

    @Test
    void closingEndsAWaitingUnplug() {
        attach("disk-a");
        bus.connectionChanged("disk-a", true);
        CompletableFuture<UnplugOutcome> unplug = CompletableFuture.supplyAsync(() -> bus.detach("disk-a", PATIENT));
        bus.close();

        assertThatThrownBy(() -> unplug.get(60, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(ClosedException.class);
    }
}
