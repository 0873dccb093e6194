package io.ipdk.testkit.p4target;

import static io.ipdk.p4runtime.value.P4Value.mac;
import static io.ipdk.testkit.p4target.SamplePrograms.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import io.ipdk.p4runtime.P4RuntimeClient;
import io.ipdk.p4runtime.entity.DigestConfig;
import io.ipdk.p4runtime.entity.DigestList;
import io.ipdk.p4runtime.entity.TableEntry;
import io.ipdk.p4runtime.error.NotPrimaryException;
import io.ipdk.p4runtime.error.StatusCode;
import io.ipdk.p4runtime.info.P4Program;
import io.ipdk.p4runtime.session.ElectionId;
import io.ipdk.p4runtime.session.Role;
import io.ipdk.p4runtime.session.SessionEvent;
import io.ipdk.p4runtime.write.Change;
import io.ipdk.p4runtime.write.WriteOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who is primary, and what outlives the loss of a controller or of the server. */
class SessionOnTargetTest {
    private static final P4Program PROGRAM = SamplePrograms.load("l2_switch");

    @RegisterExtension
    static final P4TargetExtension TARGET = P4TargetExtension.running(PROGRAM);

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final TableEntry STATION = station("02:00:00:00:00:0a", 5);
    private static final byte[] TO_STATION = Frames.ethernet("02:00:00:00:00:0a", Frames.HOST);

    private final List<SessionEvent> events = new CopyOnWriteArrayList<>();
    private final List<DigestList> digests = new CopyOnWriteArrayList<>();

    private static TableEntry station(String address, int port) {
        return TableEntry.in("dmac")
                .exact("meta.vid", 1)
                .exact("hdr.eth.dst", mac(address))
                .action("forward", a -> a.set("port", port));
    }

    @Test
    void aBackupTakesOverWhenThePrimaryIsGone(P4TestTarget target, P4RuntimeClient client) {
        P4RuntimeClient backup = target.connect(c -> c.electionId(0).takeOver());
        assertThatThrownBy(() -> backup.insert(STATION)).isInstanceOf(NotPrimaryException.class);
        client.insert(STATION);
        assertThat(read(backup, TableEntry.all("dmac"))).as("backups read").containsExactly(STATION);

        client.close();

        backup.session().awaitPrimary(PATIENCE);
        backup.modify(station("02:00:00:00:00:0a", 6));
        assertThat(target.inject(1, TO_STATION).ports()).containsExactly(6);
    }

    @Test
    void thePrimaryWithTheHigherIdWins(P4TestTarget target, P4RuntimeClient client) {
        P4RuntimeClient higher = target.connect(c -> c.electionId(5));
        await().until(() -> !client.session().info().isReady());

        assertThatThrownBy(() -> client.insert(STATION)).isInstanceOf(NotPrimaryException.class);
        higher.insert(STATION);

        client.session().elect(ElectionId.of(6));
        client.session().awaitPrimary(PATIENCE);
        client.delete(STATION);
    }

    @Test
    void eachRoleHasAPrimaryOfItsOwn(P4TestTarget target, P4RuntimeClient client) {
        P4RuntimeClient learner = target.connect(c -> c.electionId(1).role("learner"));
        client.insert(STATION);
        learner.insert(station("02:00:00:00:00:0b", 5));

        assertThat(read(learner, TableEntry.all("dmac"))).hasSize(2);
    }

    @Test
    void aRoleWritesWhatItsConfigAllows(P4TestTarget target, P4RuntimeClient client) {
        assertThat(client.session().info().isReady()).isTrue();
        Role smacOnly = Role.named("smac", writes(PROGRAM.info().table("smac").id()));
        P4RuntimeClient limited = target.connect(c -> c.electionId(1).role(smacOnly));
        TableEntry known = TableEntry.in("smac")
                .exact("meta.vid", 1)
                .exact("hdr.eth.src", mac("02:00:00:00:00:0a"))
                .action("station", a -> a.set("port", 5));

        assertThat(limited.tryWrite(List.of(Change.insert(known), Change.insert(STATION)), WriteOptions.defaults())
                        .results())
                .extracting(result -> result.code())
                .containsExactly(StatusCode.OK, StatusCode.PERMISSION_DENIED);
    }

    /** In Stratum's form: ids of objects that this role alone writes. */
    private static Any writes(int id) {
        ByteString.Output bytes = ByteString.newOutput();
        CodedOutputStream fields = CodedOutputStream.newInstance(bytes);
        try {
            fields.writeUInt32(1, id);
            fields.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Any.newBuilder()
                .setTypeUrl("type.googleapis.com/stratum.P4RoleConfig")
                .setValue(bytes.toByteString())
                .build();
    }

    @Test
    void everythingIsPutBackOnAServerThatForgotIt(P4TestTarget target, P4RuntimeClient client) {
        client.session().onEvent(events::add);
        client.digests().onDigest(digests::add);
        client.digests().enable(DigestConfig.of("mac_learn_t"));
        client.keep(List.of(STATION), List.of(TableEntry.all("dmac")));

        target.restartServer();

        await().until(() -> events.stream().anyMatch(SessionEvent.Ready.class::isInstance));
        assertThat(events)
                .filteredOn(SessionEvent.Restored.class::isInstance)
                .extracting(event -> ((SessionEvent.Restored) event).step())
                .containsExactly("pipeline", "digests", "entities");
        assertThat(client.pipeline().cookie()).hasValue(PROGRAM.cookie());
        assertThat(target.inject(1, TO_STATION).ports()).containsExactly(5);
        await().until(() -> digests.size() == 1);
    }

    @Test
    void aClientThatIsNewFindsThePipelineThatIsThere(P4TestTarget target, P4RuntimeClient client) {
        client.insert(STATION);
        client.close();
        P4RuntimeClient next = target.connect(c -> c.electionId(2));

        assertThat(next.pipeline().ensure(PROGRAM)).isFalse();
        assertThat(read(next, TableEntry.all("dmac"))).containsExactly(STATION);
    }

    @Test
    void aProgramIsReconciledWithoutLossOfEntries(P4TestTarget target, P4RuntimeClient client) {
        client.insert(STATION);
        P4Program larger = SamplePrograms.load(
                "l2_switch", info -> info.getTablesBuilderList().forEach(table -> table.setSize(4_096)));

        client.pipeline().reconcileAndCommit(larger);

        assertThat(client.pipeline().cookie()).hasValue(larger.cookie());
        assertThat(target.inject(1, TO_STATION).ports()).containsExactly(5);
    }

    @Test
    void aSavedProgramIsWrittenToAndMetOnceItIsCommitted(P4TestTarget target, P4RuntimeClient client) {
        client.insert(STATION);
        client.pipeline().verify(PROGRAM);
        assertThat(read(client, TableEntry.all("dmac"))).hasSize(1);

        client.pipeline().verifyAndSave(PROGRAM);
        client.insert(station("02:00:00:00:00:0a", 9));
        assertThat(target.inject(1, TO_STATION).ports()).as("not yet").containsExactly(5);

        client.pipeline().commit();
        assertThat(target.inject(1, TO_STATION).ports()).containsExactly(9);
    }
}
