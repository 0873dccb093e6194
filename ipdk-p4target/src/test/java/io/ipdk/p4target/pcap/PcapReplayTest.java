package io.ipdk.p4target.pcap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipdk.p4target.CorpusProgram;
import io.ipdk.p4target.P4Pipeline;
import io.ipdk.p4target.TargetClock;
import io.ipdk.p4target.TargetListener;
import io.ipdk.p4target.dataplane.P4Dataplane;
import io.ipdk.p4target.dataplane.PacketProcessor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PcapReplayTest {
    @TempDir
    Path directory;

    @Test
    void packetsOfAllPortsComeInTheOrderOfTheirTimes() {
        Path one = capture("1.pcap", 10_000, 30_000, 50_000);
        Path two = capture("2.pcap", 20_000, 30_000, 40_000);
        List<String> seen = new ArrayList<>();

        try (PcapReplay replay = PcapReplay.of(Map.of(1, one, 2, two))) {
            assertThat(replay.nextTime()).contains(10_000L);
            assertThat(replay.into((port, bytes, offset, length) -> seen.add(port + ":" + bytes[offset])))
                    .isEqualTo(6);
            assertThat(replay.nextTime()).isEmpty();
        }
        assertThat(seen).containsExactly("1:10", "2:20", "1:30", "2:30", "2:40", "1:50");
    }

    @Test
    void packetsBeforeABrokenOneAreTaken() throws IOException {
        Path one = capture("1.pcap", 10_000, 30_000);
        byte[] whole = Files.readAllBytes(one);
        Files.write(one, Arrays.copyOf(whole, whole.length - 1));
        Path two = capture("2.pcap", 20_000);
        List<Integer> seen = new ArrayList<>();

        try (PcapReplay replay = PcapReplay.of(Map.of(1, one, 2, two))) {
            assertThatThrownBy(() -> replay.into((port, bytes, offset, length) -> seen.add(port)))
                    .isInstanceOf(PcapException.class)
                    .hasMessageContaining("1.pcap");
            replay.into((port, bytes, offset, length) -> seen.add(port));
        }
        assertThat(seen).containsExactly(1, 2);
    }

    @Test
    void aCaptureGoesThroughAPipelineIntoCaptures() {
        P4Pipeline pipeline = new CorpusProgram("stack_ops").load();
        P4Dataplane dataplane = new P4Dataplane(pipeline, TargetClock.system(), TargetListener.none());
        byte[] frame = HexFormat.of().parseHex("0000000000810064e101e10254");
        Path in = directory.resolve("1_in.pcap");
        try (PcapWriter writer = PcapWriter.create(in)) {
            writer.write(0, frame, 0, frame.length);
        }

        try (PcapSink outputs = new PcapSink(
                        port -> PcapWriter.create(directory.resolve(port + "_out.pcap")), () -> 60_000_000L);
                PcapReplay replay = PcapReplay.of(Map.of(1, in))) {
            PacketProcessor processor = dataplane.newProcessor(outputs);
            assertThat(replay.into(processor::process)).isOne();
        }
        try (PcapReader out = PcapReader.open(directory.resolve("1_out.pcap"))) {
            PcapPacket packet = out.next().orElseThrow();
            assertThat(packet.bytes()).isEqualTo(frame);
            assertThat(packet.epochNanos()).isEqualTo(60_000_000L);
        }
    }

    @Test
    void aWriterThatIsClosedTakesNothingMore() throws IOException {
        Path file = directory.resolve("closed.pcap");
        PcapWriter writer = PcapWriter.create(file);
        writer.close();
        writer.write(0, new byte[10], 0, 10);
        writer.flush();

        assertThat(Files.size(file)).isEqualTo(PcapLayout.FILE_HEADER);
    }

    @Test
    void aWriterNeedsADirectory() {
        assertThatThrownBy(() -> PcapWriter.create(directory.resolve("none/x.pcap")))
                .isInstanceOf(PcapException.class)
                .hasMessageContaining("none/x.pcap");
    }

    /** A capture of frames whose first byte is their time in microseconds. */
    private Path capture(String name, long... times) {
        Path file = directory.resolve(name);
        try (PcapWriter writer = PcapWriter.create(file)) {
            for (long time : times) {
                byte[] frame = new byte[60];
                frame[0] = (byte) (time / 1_000);
                writer.write(time, frame, 0, frame.length);
            }
        }
        return file;
    }
}
