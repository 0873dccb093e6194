package io.ipdk.p4target;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipdk.p4target.dataplane.P4Dataplane;
import io.ipdk.p4target.dataplane.PacketProcessor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class P4PipelineTest {
    static final java.util.List<String> PROGRAMS = CorpusProgram.NAMES;

    @ParameterizedTest
    @FieldSource("PROGRAMS")
    void everyProgramOfTheCorpusLoadsAndTakesAnyBytes(String name) {
        P4Pipeline pipeline = new CorpusProgram(name).load();
        P4Dataplane dataplane = new P4Dataplane(pipeline, TargetClock.system(), TargetListener.none());
        PacketProcessor processor = dataplane.newProcessor((port, bytes, offset, length) -> {});
        java.util.Random random = new java.util.Random(7);
        for (int i = 0; i < 2_000; i++) {
            byte[] packet = new byte[random.nextInt(200)];
            random.nextBytes(packet);
            processor.process(random.nextInt(8), packet, 0, packet.length);
        }

        assertThat(pipeline.javaSource()).contains("extends PacketContext");
    }
}
