package io.ipdk.softipu.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipdk.limit.BandwidthLimit;
import io.ipdk.port.DropCause;
import io.ipdk.unit.Bandwidth;
import io.ipdk.unit.DataSize;
import io.ipdk.unit.MacAddress;
import io.ipdk.virtio.agent.PollAgent;
import io.ipdk.virtio.net.FrameBurst;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SwitchAgentTest {
    private static final MacAddress BROADCAST = MacAddress.of("ff:ff:ff:ff:ff:ff");
    private static final long SECOND = 1_000_000_000L;

    private final HostPort a = new HostPort(1).withBuffers(256);
    private final HostPort b = new HostPort(2).withBuffers(256);
    private final HostPort c = new HostPort(3).withBuffers(256);
    private final SwitchAgent agent = new SwitchAgent("test", new FrameBurst(), 42);
    private long now = 1;

    SwitchAgentTest() {
        connect(a, b, c);
    }

    @AfterEach
    void close() {
        Stream.of(a, b, c).forEach(HostPort::close);
    }

    private void connect(HostPort... ports) {
        agent.setPorts(Stream.of(ports).map(port -> new SwitchPort(port.device)).toArray(SwitchPort[]::new));
    }

    private void turn() {
        while (agent.doWork(now) > 0) {
            // Until nothing is left.
        }
    }

    private void learnAll() {
        Stream.of(a, b, c).forEach(port -> port.send(port.frame(BROADCAST, 60, 0)));
        turn();
        Stream.of(a, b, c).forEach(HostPort::received);
    }

    @Test
    void aFrameForAnUnknownAddressGoesToAllOthers() {
        a.send(a.frame(b.mac, 60, 1));
        turn();
        assertThat(b.received()).hasSize(1);
        assertThat(c.received()).hasSize(1);
        assertThat(a.received()).isEmpty();
    }

    @Test
    void aFrameForALearnedAddressGoesThereAlone() {
        learnAll();
        a.send(a.frame(b.mac, 60, 1));
        turn();
        assertThat(b.received()).hasSize(1);
        assertThat(c.received()).isEmpty();
    }

    @Test
    void aFrameForAGroupGoesToAllOthers() {
        learnAll();
        a.send(a.frame(MacAddress.of("33:33:00:00:00:01"), 60, 1));
        turn();
        assertThat(b.received()).hasSize(1);
        assertThat(c.received()).hasSize(1);
        assertThat(a.received()).isEmpty();
    }

    @Test
    void aFrameForTheNextBridgeGoesNowhere() {
        a.send(a.frame(MacAddress.of("01:80:c2:00:00:0e"), 60, 1));
        turn();
        assertThat(b.received()).isEmpty();
        assertThat(a.drops(DropCause.NO_RECEIVER)).isEqualTo(1);
    }

    @Test
    void aFrameForThePortItCameFromGoesNowhere() {
        learnAll();
        a.send(a.frame(a.mac, 60, 1));
        turn();
        assertThat(a.received()).isEmpty();
        assertThat(b.received()).isEmpty();
        assertThat(a.drops(DropCause.NO_RECEIVER)).isEqualTo(1);
    }

    @Test
    void aLonelyPortHasNoReceiver() {
        connect(a);
        a.send(a.frame(BROADCAST, 60, 1));
        turn();
        assertThat(a.drops(DropCause.NO_RECEIVER)).isEqualTo(1);
    }

    @Test
    void framesOfOneSenderKeepTheirOrder() {
        learnAll();
        for (int i = 0; i < 100; i++) {
            a.send(a.frame(b.mac, 60 + i, i));
        }
        turn();
        List<byte[]> received = b.received();
        assertThat(received).hasSize(100);
        for (int i = 0; i < 100; i++) {
            assertThat(HostPort.number(received.get(i))).isEqualTo(i);
        }
    }

    @Test
    void anAddressMovesToThePortItIsSeenBehind() {
        learnAll();
        c.send(HostPort.frame(BROADCAST, b.mac, 60, 1));
        turn();
        b.received();
        a.send(a.frame(b.mac, 60, 2));
        turn();
        assertThat(b.received()).isEmpty();
        assertThat(c.received()).hasSize(1);
    }

    @Test
    void theAddressOfAPortWithAntiSpoofingCannotBeTaken() {
        b.device.configure(b.device.settings().withAntiSpoofing(true));
        c.send(HostPort.frame(BROADCAST, b.mac, 60, 1));
        turn();
        b.received();
        c.received();
        a.send(a.frame(b.mac, 60, 2));
        turn();
        assertThat(b.received()).hasSize(1);
        learnAll();
        c.send(HostPort.frame(BROADCAST, b.mac, 60, 3));
        turn();
        b.received();
        a.received();
        a.send(a.frame(b.mac, 60, 4));
        turn();
        assertThat(b.received()).hasSize(1);
        assertThat(c.received()).isEmpty();
    }

    @Test
    void anAddressIsForgottenAfterFiveMinutes() {
        learnAll();
        now += MacTable.MAX_AGE_NANOS + 1;
        a.send(a.frame(b.mac, 60, 1));
        turn();
        assertThat(b.received()).hasSize(1);
        assertThat(c.received()).as("flooded").hasSize(1);
    }

    @Test
    void aPortThatIsTakenAwayIsForgottenAndGetsNothing() {
        learnAll();
        connect(a, c);
        a.send(a.frame(b.mac, 60, 1));
        turn();
        assertThat(b.received()).isEmpty();
        assertThat(c.received()).hasSize(1);
    }

    @Test
    void aPortWithoutBuffersLosesFramesAndTheOthersDoNot() {
        HostPort full = new HostPort(4);
        connect(a, b, full);
        a.send(a.frame(BROADCAST, 60, 1));
        turn();
        assertThat(b.received()).hasSize(1);
        assertThat(full.drops(DropCause.NO_BUFFER)).isEqualTo(1);
        full.close();
    }

    @Test
    void aTurnTakesNoMoreThanABurstFromEachPort() {
        learnAll();
        for (int i = 0; i < 200; i++) {
            a.send(a.frame(b.mac, 60, i));
        }
        c.send(c.frame(b.mac, 60, 1000));
        agent.doWork(now);
        assertThat(b.received())
                .hasSize(FrameBurst.DEFAULT_CAPACITY + 1)
                .extracting(HostPort::number)
                .contains(1000);
    }

    @Test
    void aPortThatFloodsLargeFramesPaysByWaiting() {
        learnAll();
        a.device.configure(a.device.settings().withMtu(65535));
        b.device.configure(b.device.settings().withMtu(65535));
        c.device.configure(c.device.settings().withMtu(65535));
        for (int i = 0; i < 40; i++) {
            a.send(a.frame(BROADCAST, 65_000, i));
            c.send(c.frame(b.mac, 1000, i));
        }
        int floods = 0;
        int modest = 0;
        for (int turns = 0; turns < 8; turns++) {
            agent.doWork(now);
            for (byte[] frame : b.received()) {
                if (frame.length == 1000) {
                    modest++;
                } else {
                    floods++;
                }
            }
        }
        // Each flooded frame is copied twice: at one turn's share for two ports of 65 000 bytes.
        assertThat(floods * 2L * 65_000).isLessThan(9L * SwitchAgent.TURN_BYTES + 2 * 2 * 65_000);
        assertThat(floods).isGreaterThanOrEqualTo(6);
        assertThat(modest).isEqualTo(40);
    }

    @Test
    void aPortThatPaysBackKeepsTheSwitchAwake() {
        learnAll();
        a.device.configure(a.device.settings().withMtu(65535));
        b.device.configure(b.device.settings().withMtu(65535));
        c.device.configure(c.device.settings().withMtu(65535));
        for (int i = 0; i < 5; i++) {
            a.send(a.frame(BROADCAST, 65_000, i));
        }
        turn();
        assertThat(b.received()).hasSize(5);
    }

    @Test
    void aRateLimitIsADeadline() {
        BandwidthLimit limit = new BandwidthLimit(new Bandwidth(8000), DataSize.bytes(1000));
        a.device.configure(a.device.settings().withRateLimit(limit));
        a.send(a.frame(BROADCAST, 1000, 1));
        a.send(a.frame(BROADCAST, 1000, 2));
        turn();
        assertThat(b.received()).hasSize(1);
        assertThat(agent.deadlineNanos()).isBetween(now, now + SECOND);
        assertThat(agent.arm()).as("nothing to do before the deadline").isFalse();
        agent.disarm();
        now = agent.deadlineNanos();
        turn();
        assertThat(b.received()).hasSize(1);
        assertThat(agent.deadlineNanos()).isEqualTo(PollAgent.NO_DEADLINE);
    }

    @Test
    void workThatCameMeanwhileKeepsTheSwitchAwake() {
        agent.doWork(now);
        assertThat(agent.arm()).isFalse();
        a.send(a.frame(BROADCAST, 60, 1));
        assertThat(agent.arm()).isTrue();
    }
}
