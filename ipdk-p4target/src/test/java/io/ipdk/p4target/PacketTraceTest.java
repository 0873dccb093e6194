package io.ipdk.p4target;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipdk.p4target.dataplane.P4Dataplane;
import io.ipdk.p4target.dataplane.PacketTrace;
import org.junit.jupiter.api.Test;

class PacketTraceTest {
    private static final String FRAME =
            "02aa00000001020000000011080045000023000000004011aec8c00002010a00000103e807d0" + "000f00007061796c6f6164";

    @Test
    void aTraceTellsThePathAndWhyThePacketWasDropped() {
        P4Pipeline pipeline = new CorpusProgram("l3_router").load();
        P4Dataplane dataplane = new P4Dataplane(pipeline, TargetClock.system(), TargetListener.none());
        PacketTrace trace = new PacketTrace(pipeline);
        byte[] frame = CorpusTarget.bytes(FRAME);

        dataplane.newProcessor((port, bytes, offset, length) -> {}).process(1, frame, 0, frame.length, trace);

        assertThat(trace.text())
                .contains("state parse_ipv4\n", "table RtIngress.router_mac: miss\n", "action RtIngress.drop_for\n")
                .endsWith("note dropped: by ingress\n");
        assertThat(trace.json()).startsWith("[{\"kind\":\"block\",\"name\":\"parser\"}");
    }

    @Test
    void theEntryThatWasHitIsNamedByItsFields() {
        P4Pipeline pipeline = new CorpusProgram("const_tables").load();
        P4Dataplane dataplane = new P4Dataplane(pipeline, TargetClock.system(), TargetListener.none());
        PacketTrace trace = new PacketTrace(pipeline);
        byte[] frame = CorpusTarget.bytes("0100640a01020300000700");

        dataplane.newProcessor((port, bytes, offset, length) -> {}).process(1, frame, 0, frame.length, trace);

        assertThat(trace.text()).contains("table CtIngress.lpm_const: hit [k32=0xa010203/32]");
    }
}
