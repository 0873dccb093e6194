package io.ipdk.testkit.p4target;

import static io.ipdk.testkit.p4target.SamplePrograms.bytes;
import static io.ipdk.testkit.p4target.SamplePrograms.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipdk.p4runtime.P4RuntimeClient;
import io.ipdk.p4runtime.entity.TableEntry;
import io.ipdk.p4runtime.error.StatusCode;
import io.ipdk.p4runtime.write.Change;
import io.ipdk.p4runtime.write.UpdateResult;
import io.ipdk.p4runtime.write.WriteException;
import io.ipdk.p4runtime.write.WriteOptions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Entries with exact, ternary, range and optional fields, ranked by priority. */
class AclOnTargetTest {
    @RegisterExtension
    static final P4TargetExtension TARGET = P4TargetExtension.running(SamplePrograms.load("acl_meter"));

    private static final TableEntry FROM_SUBNET =
            TableEntry.in("acl").ternary("src", "10.1.0.0/16").priority(10).action("permit");
    private static final TableEntry HIGH_PORTS =
            TableEntry.in("acl").range("dport", 1_000, 2_000).priority(20).action("deny");
    private static final TableEntry UDP_ON_PORT_3 = TableEntry.in("acl")
            .optional("proto", 17)
            .optional("in_port", 3)
            .priority(30)
            .action("permit");

    @BeforeEach
    void forward(P4RuntimeClient client) {
        client.insert(TableEntry.in("fwd").exact("dst", "10.9.0.1").action("forward", a -> a.set("port", 9)));
    }

    @Test
    void everyKindOfMatchDecides(P4TestTarget target, P4RuntimeClient client) {
        assertThat(forwarded(target, 1, "10.1.0.1", 80)).isFalse();

        client.insert(FROM_SUBNET, HIGH_PORTS, UDP_ON_PORT_3);

        assertThat(forwarded(target, 1, "10.1.0.1", 80)).as("ternary").isTrue();
        assertThat(forwarded(target, 1, "10.2.0.1", 80)).as("outside of it").isFalse();
        assertThat(forwarded(target, 1, "10.1.0.1", 1_000)).as("low end").isFalse();
        assertThat(forwarded(target, 1, "10.1.0.1", 2_000)).as("high end").isFalse();
        assertThat(forwarded(target, 1, "10.1.0.1", 2_001)).as("past it").isTrue();
        assertThat(forwarded(target, 3, "10.2.0.1", 1_000)).as("optional").isTrue();
        assertThat(forwarded(target, 4, "10.2.0.1", 1_000)).as("another port").isFalse();
    }

    @Test
    void theHighestPriorityWinsAmongThoseThatOverlap(P4TestTarget target, P4RuntimeClient client) {
        client.insert(FROM_SUBNET);
        client.insert(FROM_SUBNET.priority(11).action("deny"));
        assertThat(forwarded(target, 1, "10.1.0.1", 80)).isFalse();
        assertThat(read(client, TableEntry.all("acl"))).hasSize(2);

        client.delete(FROM_SUBNET.priority(11));

        assertThat(forwarded(target, 1, "10.1.0.1", 80)).isTrue();
    }

    @Test
    void entriesAreReadAsTheyWereWritten(P4RuntimeClient client) {
        TableEntry noted = HIGH_PORTS.metadata(bytes("ticket 7")).controllerMetadata(0x1234_5678_9abcL);
        client.insert(FROM_SUBNET, noted, UDP_ON_PORT_3);

        assertThat(read(client, TableEntry.all("acl"))).containsExactlyInAnyOrder(FROM_SUBNET, noted, UDP_ON_PORT_3);
        assertThat(read(client, TableEntry.all())).hasSize(4).contains(FROM_SUBNET);
    }

    @Test
    void readsAreFilteredByKeyPriorityActionAndMetadata(P4RuntimeClient client) {
        TableEntry noted = HIGH_PORTS.metadata(bytes("ours"));
        client.insert(FROM_SUBNET, FROM_SUBNET.priority(11), noted, UDP_ON_PORT_3);

        assertThat(read(client, FROM_SUBNET.key())).containsExactly(FROM_SUBNET);
        assertThat(read(client, TableEntry.in("acl").ternary("src", "10.1.0.0/16")))
                .containsExactlyInAnyOrder(FROM_SUBNET, FROM_SUBNET.priority(11));
        assertThat(read(client, TableEntry.in("acl").priority(30))).containsExactly(UDP_ON_PORT_3);
        assertThat(read(client, TableEntry.in("acl").action("deny"))).containsExactly(noted);
        assertThat(read(client, TableEntry.in("acl").metadata(bytes("ours")))).containsExactly(noted);
        assertThat(read(client, TableEntry.in("acl").metadata(bytes("others")))).isEmpty();
    }

    @Test
    void whatMatchesAnythingIsLeftOutAndIgnoredBitsAreCleared(P4TestTarget target, P4RuntimeClient client) {
        client.insert(TableEntry.in("acl")
                .ternary("src", "10.1.2.3&&&255.255.0.0")
                .ternary("dst", "0.0.0.0/0")
                .range("dport", 0, 65_535)
                .priority(10)
                .action("permit"));

        assertThat(read(client, TableEntry.all("acl"))).containsExactly(FROM_SUBNET);
        assertThat(forwarded(target, 1, "10.1.200.1", 80)).isTrue();
    }

    @Test
    void entriesAreModifiedAndDeletedByKey(P4TestTarget target, P4RuntimeClient client) {
        client.insert(FROM_SUBNET);

        client.modify(FROM_SUBNET.action("deny").metadata(bytes("closed")));
        assertThat(forwarded(target, 1, "10.1.0.1", 80)).isFalse();
        assertThat(read(client, FROM_SUBNET.key()))
                .containsExactly(FROM_SUBNET.action("deny").metadata(bytes("closed")));

        client.delete(FROM_SUBNET.action("permit"));
        assertThat(read(client, TableEntry.all("acl"))).isEmpty();
    }

    @Test
    void whatTheTargetRefusesIsJoinedToItsChange(P4RuntimeClient client) {
        client.insert(FROM_SUBNET);

        assertThatThrownBy(() -> client.insert(FROM_SUBNET)).isInstanceOf(WriteException.class);
        List<UpdateResult<Change>> results = client.tryWrite(
                        List.of(
                                Change.insert(FROM_SUBNET),
                                Change.insert(HIGH_PORTS),
                                Change.modify(UDP_ON_PORT_3),
                                Change.delete(UDP_ON_PORT_3)),
                        WriteOptions.defaults())
                .results();

        assertThat(results)
                .extracting(UpdateResult::code)
                .containsExactly(StatusCode.ALREADY_EXISTS, StatusCode.OK, StatusCode.NOT_FOUND, StatusCode.NOT_FOUND);
        assertThat(read(client, TableEntry.all("acl"))).containsExactlyInAnyOrder(FROM_SUBNET, HIGH_PORTS);
    }

    @Test
    void aFullTableTakesNoMore(P4RuntimeClient client) {
        List<Change> tooMany = new java.util.ArrayList<>();
        for (int i = 1; i <= 300; i++) {
            tooMany.add(Change.insert(FROM_SUBNET.priority(i)));
        }

        List<UpdateResult<Change>> failures =
                client.tryWrite(tooMany, WriteOptions.defaults()).failures();

        assertThat(failures).hasSize(44).allMatch(failure -> failure.code() == StatusCode.RESOURCE_EXHAUSTED);
        assertThat(read(client, TableEntry.all("acl"))).hasSize(256);
    }

    private static boolean forwarded(P4TestTarget target, int port, String source, int destinationPort) {
        return target.inject(port, Frames.udp(source, "10.9.0.1", 5_000, destinationPort))
                .ports()
                .contains(9);
    }
}
