package io.ipdk.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipdk.Ipu;
import io.ipdk.device.DevicePhase;
import io.ipdk.device.DeviceSpec;
import io.ipdk.device.DeviceStatus;
import io.ipdk.device.FieldDifference;
import io.ipdk.device.Plan;
import io.ipdk.device.UnplugMode;
import io.ipdk.device.UnplugOutcome;
import io.ipdk.device.VirtualDevice;
import io.ipdk.device.VirtualDevices;
import io.ipdk.error.AlreadyExistsException;
import io.ipdk.error.DeadlineExceededException;
import io.ipdk.error.InvalidSpecException;
import io.ipdk.error.NotFoundException;
import io.ipdk.event.IpuEvent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The laws that hold for every kind of device of every provider. A provider's test extends it once for each kind.
 *
 * <p>Confined to one thread (the test's).
 *
 * @param <D> the device
 * @param <S> its spec
 * @param <B> the spec's builder
 */
public abstract class DeviceContract<D extends VirtualDevice<S, B>, S extends DeviceSpec<S, B>, B> {

    /** How long the host may take for one step. */
    protected static final Duration PATIENCE = Duration.ofSeconds(60);

    private Ipu ipu;

    /** Opens the provider's IPU; opened twice in one test, it is the same IPU with the same state. */
    protected abstract Ipu open();

    /** The kind under test. */
    protected abstract VirtualDevices<D, S, B> devices(Ipu ipu);

    /** The host of the IPU under test. */
    protected abstract HostDriver host();

    /** A spec that every host takes. */
    protected abstract S spec();

    /** {@link #spec()} with one field changed that changes live. */
    protected abstract S liveChange();

    /** {@link #spec()} with one field changed that is fixed while plugged. */
    protected abstract S fixedChange();

    /** A spec that is sound by itself but beyond the capabilities. */
    protected abstract S beyondCapabilities();

    @BeforeEach
    final void openIpu() {
        ipu = open();
    }

    @AfterEach
    final void leaveNothingBehind() {
        devices(ipu).list().forEach(device -> {
            host().stop(device);
            device.unplug(UnplugMode.surprise());
        });
        ipu.close();
    }

    private VirtualDevices<D, S, B> devices() {
        return devices(ipu);
    }

    @Test
    void plugMeansEnsure() {
        D first = devices().plug("dev0", spec());
        D second = devices().plug("dev0", spec());

        assertThat(second).isSameAs(first);
        assertThat(devices().list()).containsExactly(first);
        assertThat(first.status().desired()).isEqualTo(1);
    }

    @Test
    void pluggingTheSameFromManyThreadsMakesOneDevice() {
        List<CompletableFuture<D>> plugs = IntStream.range(0, 8)
                .mapToObj(i -> devices().plugAsync("dev0", spec()))
                .toList();

        assertThat(plugs.stream().map(CompletableFuture::join).distinct()).hasSize(1);
    }

    @Test
    void aNameInUseWithAnotherSpecFailsWithTheDifferenceAndLeavesTheDeviceAlone() {
        D device = devices().plug("dev0", spec());
        List<FieldDifference> differences = spec().differences(fixedChange());

        assertThatThrownBy(() -> devices().plug("dev0", fixedChange()))
                .isInstanceOfSatisfying(
                        AlreadyExistsException.class,
                        e -> assertThat(e.differences()).isEqualTo(differences))
                .hasMessageContaining("dev0")
                .hasMessageContaining(differences.get(0).field());
        assertThat(device.spec()).isEqualTo(spec());
    }

    @Test
    void namesOutsideTheRuleAreRefused() {
        for (String name : List.of("", "-a", "a/b", "a b", "ä", "x".repeat(200))) {
            assertThatThrownBy(() -> devices().plug(name, spec())).as(name).isInstanceOf(InvalidSpecException.class);
        }
        assertThat(devices().list()).isEmpty();
    }

    @Test
    void aSpecBeyondTheCapabilitiesIsRefusedBeforeAnythingHappens() {
        assertThat(devices().plan("dev0", beyondCapabilities()).isFeasible()).isFalse();
        assertThatThrownBy(() -> devices().plug("dev0", beyondCapabilities()))
                .isInstanceOf(InvalidSpecException.class)
                .hasMessageContaining("allowed");
        assertThat(devices().find("dev0")).isEmpty();
    }

    @Test
    void appliedIsNotYetObserved() {
        D device = devices().plug("dev0", spec());

        DeviceStatus applied = device.status();
        assertThat(applied.applied()).isEqualTo(1);
        host().start(device);
        DeviceStatus ready = device.awaitReady(PATIENCE);

        assertThat(ready.phase()).isEqualTo(DevicePhase.READY);
        assertThat(ready.observed()).isEqualTo(1);
        assertThat(ready.reason()).isEmpty();
    }

    @Test
    void waitingForAHostThatDoesNothingEndsAtTheDeadlineWithTheReason() {
        D device = devices().plug("dev0", spec());
        host().stop(device);

        assertThatThrownBy(() -> device.awaitReady(Duration.ofMillis(50)))
                .isInstanceOf(DeadlineExceededException.class)
                .hasMessageContaining("dev0");
    }

    @Test
    void aLiveChangeIsAppliedAndObservedWithoutUnplugging() {
        D device = devices().plug("dev0", spec());
        host().start(device);
        device.awaitReady(PATIENCE);

        assertThat(devices().plan("dev0", liveChange()).action()).isEqualTo(Plan.Action.UPDATE);
        DeviceStatus updated = device.update(liveChange());

        assertThat(updated.desired()).isEqualTo(2);
        assertThat(updated.applied()).isEqualTo(2);
        assertThat(device.awaitReady(PATIENCE).observed()).isEqualTo(2);
        assertThat(device.spec()).isEqualTo(liveChange());
        assertThat(device.update(liveChange()).desired())
                .as("an equal spec is no new version")
                .isEqualTo(2);
    }

    @Test
    void aFixedFieldCannotChangeLive() {
        D device = devices().plug("dev0", spec());

        assertThat(devices().plan("dev0", fixedChange()).action()).isEqualTo(Plan.Action.CONFLICT);
        assertThatThrownBy(() -> device.update(fixedChange()))
                .isInstanceOf(InvalidSpecException.class)
                .hasMessageContaining(spec().differences(fixedChange()).get(0).field());
        assertThat(device.status().desired()).isEqualTo(1);
    }

    @Test
    void aPlanChangesNothing() {
        assertThat(devices().plan("dev0", spec()).action()).isEqualTo(Plan.Action.PLUG);
        assertThat(devices().list()).isEmpty();
        devices().plug("dev0", spec());
        assertThat(devices().plan("dev0", spec()).action()).isEqualTo(Plan.Action.NOTHING);
    }

    @Test
    void unplugEndsAcknowledgedAndFreesTheName() {
        D device = devices().plug("dev0", spec());
        host().start(device);
        device.awaitReady(PATIENCE);
        host().stop(device);

        assertThat(device.unplug(UnplugMode.graceful(PATIENCE))).isEqualTo(UnplugOutcome.ACKNOWLEDGED);
        assertThat(device.status().phase()).isEqualTo(DevicePhase.UNPLUGGED);
        assertThat(devices().find("dev0")).isEmpty();
        assertThat(device.unplug()).as("again").isEqualTo(UnplugOutcome.ACKNOWLEDGED);
        assertThatThrownBy(() -> device.update(liveChange())).isInstanceOf(NotFoundException.class);
        assertThat(devices().plug("dev0", fixedChange())).isNotSameAs(device);
    }

    @Test
    void anUnknownNameIsAnsweredWithTheKnownOnes() {
        devices().plug("dev0", spec());

        assertThatThrownBy(() -> devices().get("dev1"))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("'dev1'")
                .hasMessageContaining("dev0");
    }

    @Test
    void eventsTellTheLifeInOrderAndWithoutGaps() {
        EventRecorder recorder = EventRecorder.of(ipu.events());
        D device = devices().plug("dev0", spec());
        host().start(device);
        device.awaitReady(PATIENCE);
        device.update(liveChange());
        host().stop(device);
        device.unplug(UnplugMode.graceful(PATIENCE));

        List<IpuEvent> events = recorder.awaitUntil(IpuEvent.UnplugEnded.class, PATIENCE);
        assertThat(events)
                .extracting(event -> (Object) event.getClass())
                .containsSubsequence(
                        IpuEvent.Plugged.class,
                        IpuEvent.Ready.class,
                        IpuEvent.Updated.class,
                        IpuEvent.UnplugEnded.class);
        assertThat(events).extracting(IpuEvent::sequence).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void anIntentSurvivesClosingAndOpeningAgain() {
        devices().plug("dev0", spec());
        devices().get("dev0").update(liveChange());
        ipu.close();
        ipu = open();

        D back = devices().get("dev0");
        assertThat(back.spec()).isEqualTo(liveChange());
        assertThat(back.status().desired()).isEqualTo(2);
        host().start(back);
        assertThat(back.awaitReady(PATIENCE).isReady()).isTrue();
    }

    @Test
    void closingTwiceIsClosingOnce() {
        ipu.close();
        ipu.close();
        ipu = open();
        assertThat(devices().list()).isEmpty();
    }

    @Test
    void asyncCallsEndAsTheirSyncTwins() throws Exception {
        D device = devices().plugAsync("dev0", spec()).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

        assertThat(devices()
                        .plugAsync("dev0", fixedChange())
                        .handle((d, e) -> e)
                        .get())
                .hasCauseInstanceOf(AlreadyExistsException.class);
        assertThat(device.updateAsync(liveChange()).get().desired()).isEqualTo(2);
        assertThat(device.unplugAsync(UnplugMode.surprise()).get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isIn(UnplugOutcome.ACKNOWLEDGED, UnplugOutcome.SURPRISE);
    }
}
