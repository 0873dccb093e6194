package io.ipdk.testkit.p4target;

import static io.ipdk.testkit.p4target.SamplePrograms.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Any;
import io.ipdk.p4runtime.P4RuntimeClient;
import io.ipdk.p4runtime.entity.ExternEntry;
import io.ipdk.p4runtime.entity.P4Entity;
import io.ipdk.p4runtime.entity.ValueSet;
import io.ipdk.p4runtime.error.P4RuntimeException;
import io.ipdk.p4target.dataplane.PacketTrace;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.p4.v1.CounterData;

/** A value set decides which packets carry one more header. */
class ParserOnTargetTest {
    @RegisterExtension
    static final P4TargetExtension TARGET = P4TargetExtension.running(SamplePrograms.load("parser_probe"));

    private static final ValueSet TWO_PORTS =
            ValueSet.of("tag_ports").value(4_000).value(4_001);

    @Test
    void membersDecideInTheParser(P4TestTarget target, P4RuntimeClient client) {
        assertThat(isTagged(target, 4_000)).isFalse();

        client.modify(TWO_PORTS);
        assertThat(isTagged(target, 4_000)).isTrue();
        assertThat(isTagged(target, 4_001)).isTrue();
        assertThat(isTagged(target, 4_002)).isFalse();

        client.modify(ValueSet.of("tag_ports").value(4_002));
        assertThat(isTagged(target, 4_000)).as("a write replaces them all").isFalse();
        assertThat(isTagged(target, 4_002)).isTrue();

        client.modify(ValueSet.of("tag_ports"));
        assertThat(isTagged(target, 4_002)).isFalse();
    }

    @Test
    void membersAreReadAsTheyWereWritten(P4RuntimeClient client) {
        client.modify(TWO_PORTS);
        P4Entity normal = client.pipeline().names().entities().normalize(TWO_PORTS);

        assertThat(read(client, ValueSet.of("tag_ports"))).containsExactly((ValueSet) normal);
        assertThat(read(client, ValueSet.all())).hasSize(1);
        assertThat(client.reconcile(List.of(TWO_PORTS)).changes().size()).isZero();
    }

    @Test
    void tooManyMembersAndMembersGivenTwiceAreRefused(P4RuntimeClient client) {
        client.modify(TWO_PORTS);

        assertThatThrownBy(() -> client.modify(TWO_PORTS.value(1).value(2).value(3)))
                .hasMessageContaining("tag_ports");
        assertThatThrownBy(() -> client.modify(TWO_PORTS.value(4_000))).hasMessageContaining("tag_ports");
        assertThatThrownBy(() -> client.insert(TWO_PORTS)).hasMessageContaining("allowed: MODIFY");
        assertThat(read(client, ValueSet.all()).get(0).members()).hasSize(2);
    }

    @Test
    void entriesOfExternsAreRefused(P4RuntimeClient client) {
        client.pipeline()
                .verifyAndCommit(SamplePrograms.load(
                        "parser_probe",
                        info -> info.addExternsBuilder()
                                .setExternTypeId(0x81)
                                .setExternTypeName("Cache")
                                .addInstancesBuilder()
                                .getPreambleBuilder()
                                .setId(0x8100_0001)
                                .setName("PrIngress.cache")
                                .setAlias("cache")));
        ExternEntry entry = ExternEntry.of("cache").entry(Any.pack(CounterData.getDefaultInstance()));

        assertThatThrownBy(() -> client.modify(entry)).hasMessageContaining("UNIMPLEMENTED");
        assertThatThrownBy(() -> read(client, ExternEntry.of("cache")))
                .isInstanceOf(P4RuntimeException.class)
                .hasMessageContaining("externs have no entries here");
    }

    private static boolean isTagged(P4TestTarget target, int destinationPort) {
        return target.inject(1, Frames.udp("10.0.0.1", "10.0.0.2", 1, destinationPort)).trace().steps().stream()
                .filter(step -> step.kind().equals("state"))
                .map(PacketTrace.Step::name)
                .anyMatch(state -> state.endsWith("parse_tag"));
    }
}
