package io.ipdk.p4target;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ipdk.p4target.dataplane.P4Dataplane;
import io.ipdk.p4target.dataplane.PacketProcessor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Packets cut off at every byte, too long, and full of garbage: no program of the corpus minds. */
class PacketFuzzTest {
    @SuppressWarnings("unused")
    private static final List<String> NAMES = CorpusProgram.NAMES;

    private static final int MOST_PACKETS = 60;
    private static final int MOST_BYTES = 9_216;

    private static List<byte[]> packets(CorpusProgram program) throws IOException {
        JsonNode vectors = new ObjectMapper().readTree(program.read("vectors.json"));
        Set<String> all = new TreeSet<>(vectors.findValuesAsText("hex"));
        List<byte[]> packets = new ArrayList<>();
        for (String hex : all) {
            if (packets.size() < MOST_PACKETS) {
                packets.add(HexFormat.of().parseHex(hex));
            }
        }
        return packets;
    }

    @ParameterizedTest
    @FieldSource("NAMES")
    void anyPacketIsForwardedOrDropped(String name) throws IOException {
        CorpusProgram program = new CorpusProgram(name);
        Random random = new Random(name.hashCode());
        P4Dataplane dataplane = new P4Dataplane(program.load(), new ManualClock(), TargetListener.none());
        int[] longest = new int[1];
        PacketProcessor processor =
                dataplane.newProcessor((port, bytes, offset, length) -> longest[0] = Math.max(longest[0], length));

        for (byte[] packet : packets(program)) {
            for (int length = 0; length <= packet.length; length++) {
                processor.process(random.nextInt(512), packet, 0, length);
            }
            processor.process(1, Arrays.copyOf(packet, MOST_BYTES), 0, MOST_BYTES);
            for (int i = 0; i < 50; i++) {
                byte[] broken = packet.clone();
                for (int k = 0; k < 1 + random.nextInt(4) && broken.length > 0; k++) {
                    broken[random.nextInt(broken.length)] = (byte) random.nextInt();
                }
                processor.process(random.nextInt(512), broken, 0, broken.length);
            }
        }
        for (int i = 0; i < 500; i++) {
            byte[] garbage = new byte[random.nextInt(200)];
            random.nextBytes(garbage);
            processor.process(random.nextInt(512), garbage, 0, garbage.length);
        }
        assertThat(longest[0]).isLessThan(2 * MOST_BYTES);
    }
}
