package io.ipdk.softipu.net;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.ipdk.limit.BandwidthLimit;
import io.ipdk.p4target.PipelineOptions;
import io.ipdk.p4target.TargetClock;
import io.ipdk.port.DropCause;
import io.ipdk.unit.Bandwidth;
import io.ipdk.unit.DataSize;
import io.ipdk.unit.MacAddress;
import io.ipdk.virtio.net.FrameBurst;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.p4.v1.PacketMetadata;
import org.p4.v1.PacketOut;

/** Ports 1 to 3 on a switch with a pipeline, polled by the test. */
class PipelineForwardingTest {
    private static final MacAddress BROADCAST = MacAddress.of("ff:ff:ff:ff:ff:ff");
    private static final byte[] NEEDS_UDP_CHECKSUM = {1, 0, 0, 0, 0, 0, Ip.TRANSPORT, 0, 6, 0, 0, 0};

    private final HostPort a = new HostPort(1, HostPort.CHECKSUM_AND_TSO).withBuffers(256);
    private final HostPort b = new HostPort(2).withBuffers(256);
    private final HostPort c = new HostPort(3).withBuffers(256);
    private final SwitchPipeline pipeline = new SwitchPipeline(PipelineOptions.defaults(), TargetClock.system(), false);
    private final SwitchAgent agent = agent(pipeline);
    private long now = 1;

    @AfterEach
    void close() {
        Stream.of(a, b, c).forEach(HostPort::close);
    }

    private SwitchAgent agent(SwitchPipeline target) {
        SwitchAgent made = new SwitchAgent("test", new FrameBurst(), 42, target);
        made.setPorts(
                new SwitchPort[] {new SwitchPort(a.device, 1), new SwitchPort(b.device, 2), new SwitchPort(c.device, 3)
                });
        return made;
    }

    private void turn() {
        turn(agent);
    }

    private void turn(SwitchAgent polled) {
        while (polled.doWork(now) > 0) {
            // Until nothing is left.
        }
    }

    @Test
    void portsMeetOnTheLearningSwitchUntilThereIsAProgram() {
        a.send(a.frame(b.mac, 60, 1));
        turn();

        assertThat(b.received()).hasSize(1);
        assertThat(c.received()).hasSize(1);
        assertThat(pipeline.traffic().packetsFromPorts()).isZero();
    }

    @Test
    void nothingPassesBeforeTheProgramWhereThatWasAskedFor() {
        SwitchPipeline closed = new SwitchPipeline(PipelineOptions.defaults(), TargetClock.system(), true);
        SwitchAgent waiting = agent(closed);
        a.send(a.frame(b.mac, 60, 1));
        turn(waiting);

        assertThat(b.received()).isEmpty();
        assertThat(a.drops(DropCause.NO_RECEIVER)).isEqualTo(1);

        TestProgram.gateway(closed.device());
        a.send(Ip.udp(20));
        turn(waiting);
        assertThat(b.received()).hasSize(1);
    }

    @Test
    void theProgramDecidesAndChangesTheFrame() {
        TestProgram.gateway(pipeline.device());
        a.send(Ip.udp(300));
        turn();

        byte[] routed = b.received().get(0);
        assertThat(ByteBuffer.wrap(routed).getLong(0) >>> 16).isEqualTo(0x02aa_0000_0002L);
        assertThat(routed[Ip.NETWORK + 8]).isEqualTo((byte) 63);
        assertThat(Ip.isIntact(routed)).isTrue();
        assertThat(c.received()).isEmpty();
        PipelineTraffic traffic = pipeline.traffic();
        assertThat(traffic.packetsFromPorts()).isEqualTo(1);
        assertThat(traffic.bytesFromPorts()).isEqualTo(342);
        assertThat(traffic.packetsToPorts()).isEqualTo(1);
        assertThat(traffic.bytesToPorts()).isEqualTo(342);
        assertThat(a.stats().framesFromHost()).isEqualTo(1);
        assertThat(b.stats().framesToHost()).isEqualTo(1);
    }

    @Test
    void framesOfAllLengthsArriveWhole() {
        TestProgram.flooding(pipeline.device());
        for (int length = 18; length <= 1514; length += 13) {
            byte[] frame = a.frame(BROADCAST, length, length);
            a.send(frame);
            turn();
            assertThat(b.received()).as("%d bytes", length).containsExactly(frame);
            assertThat(c.received()).containsExactly(frame);
        }
        assertThat(a.received()).as("never back to the sender").isEmpty();
    }

    @Test
    void aProgramMaySendAFrameBackToWhereItCameFrom() {
        TestProgram.gateway(pipeline.device());
        byte[] question = HostPort.frame(BROADCAST, Ip.HOST, 42, 0);
        ByteBuffer.wrap(question)
                .putShort(12, (short) 0x0806)
                .putLong(14, 0x0001_0800_0604_0001L)
                .putShort(22, (short) (Ip.HOST.bits() >>> 32))
                .putInt(24, (int) Ip.HOST.bits())
                .putInt(28, 0x0a010005)
                .putInt(38, 0x0a010001);
        a.send(question);
        turn();

        byte[] answer = a.received().get(0);
        assertThat(ByteBuffer.wrap(answer).getLong(0) >>> 16).isEqualTo(Ip.HOST.bits());
        assertThat(answer[21]).isEqualTo((byte) 2);
    }

    @Test
    void aChecksumThatTheSenderLeftOpenIsFilledInForTheProgram() {
        TestProgram.gateway(pipeline.device());
        for (int payload : new int[] {0, 1, 7, 8, 9, 100, 1001, 1472}) {
            byte[] whole = Ip.udp(payload);
            a.send(NEEDS_UDP_CHECKSUM, Ip.withPartialChecksum(whole, 6));
            turn();
            byte[] routed = b.received().get(0);
            assertThat(routed).hasSameSizeAs(whole);
            assertThat(Ip.isIntact(routed)).as("payload of %d", payload).isTrue();
        }
    }

    @Test
    void aFrameLeftToBeSegmentedIsManyPacketsForTheProgram() {
        TestProgram.gateway(pipeline.device());
        byte[] large = Ip.withPartialChecksum(Ip.tcp(10_000), 16);
        byte[] header = {1, 1, 54, 0, (byte) (1400 & 0xff), 1400 >> 8, Ip.TRANSPORT, 0, 16, 0, 0, 0};
        a.send(header, large);
        turn();

        List<byte[]> segments = b.received();
        assertThat(segments).hasSize(8);
        int sequence = 7;
        for (byte[] segment : segments) {
            assertThat(Ip.isIntact(segment)).isTrue();
            assertThat(segment[Ip.NETWORK + 8]).isEqualTo((byte) 63);
            assertThat(ByteBuffer.wrap(segment).getInt(Ip.TRANSPORT + 4)).isEqualTo(sequence);
            sequence += segment.length - 54;
        }
        assertThat(sequence).isEqualTo(10_007);
        assertThat(pipeline.traffic().packetsFromPorts()).isEqualTo(8);
        assertThat(a.stats().framesFromHost()).as("one frame for the port").isEqualTo(1);
    }

    @Test
    void aFullReceiverLosesItsFramesAndNobodyElseDoes() {
        HostPort full = new HostPort(2).withBuffers(1);
        agent.setPorts(new SwitchPort[] {
            new SwitchPort(a.device, 1), new SwitchPort(full.device, 2), new SwitchPort(c.device, 3)
        });
        TestProgram.flooding(pipeline.device());
        for (int i = 0; i < 50; i++) {
            a.send(a.frame(BROADCAST, 60, i));
        }
        turn();

        assertThat(full.received()).hasSize(1);
        assertThat(full.drops(DropCause.NO_BUFFER)).isEqualTo(49);
        assertThat(c.received()).hasSize(50);
        full.close();
    }

    @Test
    void thePortsOwnRulesHoldBeforeTheProgram() {
        TestProgram.flooding(pipeline.device());
        a.device.configure(a.device.settings().withAntiSpoofing(true));
        a.send(HostPort.frame(BROADCAST, c.mac, 60, 1));
        turn();
        assertThat(a.drops(DropCause.SPOOFED_SOURCE)).isEqualTo(1);

        BandwidthLimit slow = new BandwidthLimit(new Bandwidth(8 * 1000), DataSize.bytes(1000));
        b.device.configure(b.device.settings().withRateLimit(slow));
        for (int i = 0; i < 10; i++) {
            a.send(a.frame(BROADCAST, 500, i));
        }
        turn();
        assertThat(b.received()).hasSizeBetween(2, 3);
        assertThat(b.drops(DropCause.RATE_LIMIT)).isGreaterThanOrEqualTo(7);
        assertThat(c.received()).hasSize(10);
        assertThat(pipeline.traffic().packetsFromPorts()).isEqualTo(10);
    }

    @Test
    void whatNobodyHasIsCounted() {
        TestProgram.gateway(pipeline.device());
        agent.setPorts(new SwitchPort[] {new SwitchPort(a.device, 1), new SwitchPort(c.device, 3)});
        a.send(Ip.udp(20));
        turn();
        assertThat(pipeline.traffic().unknownPort()).isEqualTo(1);

        byte[] expired = Ip.udp(20);
        expired[Ip.NETWORK + 10] ^= 1;
        a.send(expired);
        turn();
        assertThat(pipeline.device().counters().drops()).as("a wrong checksum").isEqualTo(1);
        assertThat(b.received()).isEmpty();
    }

    @Test
    void aPortWithoutANumberHasNoReceiver() {
        TestProgram.flooding(pipeline.device());
        agent.setPorts(new SwitchPort[] {new SwitchPort(a.device), new SwitchPort(b.device, 2)});
        a.send(a.frame(BROADCAST, 60, 1));
        turn();
        assertThat(a.drops(DropCause.NO_RECEIVER)).isEqualTo(1);
    }

    @Test
    void theCpuPortLeadsToTheControllerAndBack() {
        TestProgram program = TestProgram.gateway(pipeline.device());
        byte[] unrouted = Ip.udp(20);
        unrouted[Ip.NETWORK + 16] = 9;
        unrouted[Ip.NETWORK + 10]++;
        a.send(unrouted);
        turn();
        assertThat(program.packetIns).hasSize(1);
        assertThat(program.packetIns.get(0).getPayload().toByteArray()).isEqualTo(unrouted);
        assertThat(program.packetIns.get(0).getMetadata(0).getValue()).isEqualTo(ByteString.copyFrom(new byte[] {1}));

        byte[] frame = c.frame(BROADCAST, 60, 5);
        pipeline.device()
                .packetOut(PacketOut.newBuilder()
                        .setPayload(ByteString.copyFrom(frame))
                        .addMetadata(metadata(1, 3))
                        .addMetadata(metadata(2, 0))
                        .build());
        assertThat(agent.arm()).as("there is work to stay awake for").isTrue();
        agent.disarm();
        turn();
        assertThat(c.received()).containsExactly(frame);
        assertThat(pipeline.device().counters().packetIns()).isEqualTo(1);
        assertThat(pipeline.device().counters().packetOuts()).isEqualTo(1);
    }

    private static PacketMetadata metadata(int id, int value) {
        return PacketMetadata.newBuilder()
                .setMetadataId(id)
                .setValue(ByteString.copyFrom(new byte[] {(byte) value}))
                .build();
    }

    @Test
    void aControllerThatSendsMoreThanIsTakenLosesTheRest() {
        TestProgram.flooding(pipeline.device());
        byte[] frame = a.frame(BROADCAST, 60, 5);
        for (int i = 0; i < 1000; i++) {
            pipeline.device().inject(9, frame);
        }
        assertThat(pipeline.traffic().controllerTooFast()).isEqualTo(3 * 1000 - 1024);
        turn();
        assertThat(b.received()).hasSizeGreaterThan(200);
    }

    @Test
    void anotherProgramTakesOverBetweenTwoPackets() {
        TestProgram.flooding(pipeline.device());
        int flooded = 0;
        int routed = 0;
        for (int round = 0; round < 20; round++) {
            for (int i = 0; i < 20; i++) {
                a.send(Ip.udp(20));
            }
            agent.doWork(now);
            if (round % 2 == 0) {
                TestProgram.gateway(pipeline.device());
            } else {
                TestProgram.flooding(pipeline.device());
            }
            turn();
            flooded += c.received().size();
            routed += b.received().size();
        }
        assertThat(routed)
                .as("every packet meets one of the two, and both lead to b")
                .isEqualTo(400);
        assertThat(flooded).isEqualTo(200);
        assertThat(pipeline.device().status().version()).isEqualTo(21);
        assertThat(pipeline.device().counters().drops()).isEqualTo(200);
        assertThat(pipeline.traffic().targetFaults()).isZero();
    }
}
