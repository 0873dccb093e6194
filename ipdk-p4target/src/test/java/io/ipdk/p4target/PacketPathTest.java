package io.ipdk.p4target;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.ipdk.p4target.control.P4Control;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.p4.v1.Update;

class PacketPathTest {
    private static final String FRAME =
            "02aa00000001020000000011080045000023000000004011aec8c00002010a00000103e807d0" + "000f00007061796c6f6164";

    private static Update update(String text) {
        return CorpusTarget.parse(text, Update.newBuilder()).build();
    }

    /** An IPv4 router that forwards 10.0.0.0/8. */
    private static CorpusTarget router() {
        CorpusTarget target = new CorpusTarget(new CorpusProgram("l3_router").load());
        List<P4Control.Result> results = target.control.write(
                List.of(
                        update(
                                "type: INSERT entity { table_entry { table_id: 35243702 match { field_id: 2 exact { value:"
                                        + " \"\\002\\252\\000\\000\\000\\001\" } } action { action { action_id: 25963647 params {"
                                        + " param_id: 1 value: \"\\001\" } } } priority: 10 } }"),
                        update("type: INSERT entity { action_profile_member { action_profile_id: 299421682 member_id: 1"
                                + " action { action_id: 26782729 params { param_id: 1 value: \"\\002\" } params {"
                                + " param_id: 2 value: \"\\002\" } params { param_id: 3 value: \"\\003\" } } } }")),
                P4Control.Atomicity.ALL_OR_NOTHING);
        assertThat(results).extracting(P4Control.Result::code).containsOnly(io.ipdk.p4target.control.StatusCode.OK);
        return target;
    }

    @Test
    void aPacketAllocatesNothing() {
        CorpusTarget target = router();
        byte[] frame = CorpusTarget.bytes(FRAME);
        io.ipdk.p4target.dataplane.PacketProcessor processor =
                target.dataplane.newProcessor((port, bytes, offset, length) -> {});
        for (int i = 0; i < 20_000; i++) {
            processor.process(1, frame, 0, frame.length);
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 20_000; i++) {
            processor.process(1, frame, 0, frame.length);
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(allocated).as("bytes for 20,000 packets").isLessThan(20_000);
    }

    @Test
    void aRefusedBatchThatIsAllOrNothingLeavesNoTrace() {
        CorpusTarget target = router();
        Update member = update("type: INSERT entity { action_profile_member { action_profile_id: 299421682 member_id: 9"
                + " action { action_id: 26782729 params { param_id: 1 value: \"\\002\" } params { param_id: 2 value:"
                + " \"\\002\" } params { param_id: 3 value: \"\\003\" } } } }");
        Object before = target.dataplane.state();

        List<P4Control.Result> results =
                target.control.write(List.of(member, member), P4Control.Atomicity.ALL_OR_NOTHING);

        assertThat(results.get(1).code().name()).isEqualTo("ALREADY_EXISTS");
        assertThat(results.get(0).code().name()).isEqualTo("ABORTED");
        assertThat(target.dataplane.state()).isSameAs(before);
        assertThat(target.control
                        .write(List.of(member), P4Control.Atomicity.ALL_OR_NOTHING)
                        .get(0)
                        .code()
                        .name())
                .isEqualTo("OK");
    }
}
