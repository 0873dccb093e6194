package io.ipdk.testkit.p4runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipdk.p4runtime.P4RuntimeClient;
import io.ipdk.p4runtime.P4RuntimeSpec;
import io.ipdk.p4runtime.entity.TableEntry;
import io.ipdk.p4runtime.error.PipelineException;
import io.ipdk.p4runtime.error.RpcException;
import io.ipdk.p4runtime.error.StatusCode;
import io.ipdk.p4runtime.error.VersionException;
import io.ipdk.p4runtime.info.P4Program;
import io.ipdk.p4runtime.pipeline.PipelineInfo;
import io.ipdk.p4runtime.pipeline.PipelinePart;
import io.ipdk.p4runtime.session.SessionEvent;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p4.v1.GetForwardingPipelineConfigRequest.ResponseType;
import org.p4.v1.SetForwardingPipelineConfigRequest;
import org.p4.v1.SetForwardingPipelineConfigRequest.Action;

class PipelineTest {
    private final ScriptedP4RuntimeServer server = ScriptedP4RuntimeServer.inProcess();
    private final P4Program program = Programs.switching();

    @AfterEach
    void stop() {
        server.close();
    }

    private P4RuntimeClient connect(Consumer<P4RuntimeSpec.Builder> steps) {
        return P4RuntimeClient.connect(server.target(), c -> {
            c.electionId(1);
            steps.accept(c);
        });
    }

    private P4RuntimeClient connect() {
        return connect(c -> {});
    }

    private List<Action> actions() {
        return server.setPipelines().stream()
                .map(SetForwardingPipelineConfigRequest::getAction)
                .toList();
    }

    @Test
    void allFiveActionsAreThere() {
        try (P4RuntimeClient client = connect()) {
            client.pipeline().verify(program);
            assertThat(server.pipeline()).isNull();
            client.pipeline().verifyAndSave(program);
            assertThat(server.pipeline()).isNull();
            client.pipeline().commit();
            assertThat(server.pipeline()).isEqualTo(program.toProto());
            client.pipeline().verifyAndCommit(Programs.routing());
            client.pipeline().reconcileAndCommit(program);

            assertThat(actions())
                    .containsExactly(
                            Action.VERIFY,
                            Action.VERIFY_AND_SAVE,
                            Action.COMMIT,
                            Action.VERIFY_AND_COMMIT,
                            Action.RECONCILE_AND_COMMIT);
            assertThat(server.setPipelines())
                    .allSatisfy(request -> assertThat(request.hasElectionId()).isTrue());
        }
    }

    @Test
    void allFourPartsCanBeAskedFor() {
        try (P4RuntimeClient client = connect()) {
            client.pipeline().verifyAndCommit(program);

            PipelineInfo all = client.pipeline().get(PipelinePart.ALL).orElseThrow();
            assertThat(all.info()).contains(program.info());
            assertThat(all.deviceConfig()).contains(program.deviceConfig());
            assertThat(all.cookie()).hasValue(program.cookie());
            PipelineInfo cookie =
                    client.pipeline().get(PipelinePart.COOKIE_ONLY).orElseThrow();
            assertThat(cookie.info()).isEmpty();
            assertThat(cookie.deviceConfig()).isEmpty();
            assertThat(cookie.cookie()).hasValue(program.cookie());
            assertThat(client.pipeline()
                            .get(PipelinePart.P4INFO_AND_COOKIE)
                            .orElseThrow()
                            .deviceConfig())
                    .isEmpty();
            assertThat(client.pipeline()
                            .get(PipelinePart.DEVICE_CONFIG_AND_COOKIE)
                            .orElseThrow()
                            .info())
                    .isEmpty();
        }
    }

    @Test
    void aTargetWithoutAPipelineHasNone() {
        try (P4RuntimeClient client = connect()) {
            assertThat(client.pipeline().get(PipelinePart.ALL)).isEmpty();
            assertThat(client.pipeline().cookie()).isEmpty();
            assertThatThrownBy(() -> client.read(TableEntry.all("dmac")))
                    .isInstanceOf(PipelineException.class)
                    .hasMessageContaining("no pipeline")
                    .hasMessageContaining("commit one first");
        }
    }

    @Test
    void commitWithoutSaveIsSaidSo() {
        try (P4RuntimeClient client = connect()) {
            assertThatThrownBy(() -> client.pipeline().commit())
                    .isInstanceOf(PipelineException.class)
                    .hasMessageContaining("VERIFY_AND_SAVE comes before COMMIT");
        }
    }

    @Test
    void aProgramThatDoesNotFitTheDeviceIsSaidSoAndNamesStay() {
        try (P4RuntimeClient client = connect()) {
            client.pipeline().verifyAndCommit(program);
            server.nextSetPipeline(Scripts.refuse(StatusCode.INVALID_ARGUMENT, "not for me"));

            assertThatThrownBy(() -> client.pipeline().verifyAndCommit(Programs.routing()))
                    .isInstanceOf(PipelineException.class)
                    .hasMessageContaining("not for me")
                    .hasMessageContaining("one build");
            client.insert(Programs.station(1));
            assertThat(server.entities()).hasSize(1);
        }
    }

    @Test
    void ensureSendsNothingWhenTheCookieIsTheSame() {
        server.pipeline(program.toProto());
        try (P4RuntimeClient client = connect()) {
            assertThat(client.pipeline().ensure(program)).isFalse();
            assertThat(actions()).isEmpty();
            client.insert(Programs.station(1));
        }
    }

    @Test
    void ensureReconcilesWhereTheTargetCan() {
        server.pipeline(Programs.routing().toProto());
        try (P4RuntimeClient client = connect()) {
            assertThat(client.pipeline().ensure(program)).isTrue();
            assertThat(actions()).containsExactly(Action.RECONCILE_AND_COMMIT);
        }
    }

    @Test
    void ensureCommitsWhereTheTargetCannotReconcile() {
        server.nextSetPipeline(Scripts.refuse(StatusCode.UNIMPLEMENTED, "what is that"));
        try (P4RuntimeClient client = connect()) {
            assertThat(client.pipeline().ensure(program)).isTrue();
            assertThat(actions()).containsExactly(Action.RECONCILE_AND_COMMIT, Action.VERIFY_AND_COMMIT);
        }
    }

    @Test
    void aTargetThatCannotGiveTheCookieAloneIsAskedForAll() {
        server.pipeline(program.toProto());
        server.nextGetPipeline(Scripts.refuse(StatusCode.UNIMPLEMENTED, "all or nothing"));
        try (P4RuntimeClient client = connect()) {
            assertThat(client.pipeline().ensure(program)).isFalse();
            assertThat(server.getPipelines())
                    .extracting(request -> request.getResponseType())
                    .containsExactly(ResponseType.COOKIE_ONLY, ResponseType.ALL);
        }
    }

    @Test
    void aTargetThatKeepsNoCookieIsKnownByItsContent() {
        server.pipeline(program.toProto().toBuilder().clearCookie().build());
        try (P4RuntimeClient client = connect()) {
            assertThat(client.pipeline().ensure(program)).isFalse();
            assertThat(actions()).isEmpty();
        }
    }

    @Test
    void namesCanBeTakenFromTheTarget() {
        server.pipeline(program.toProto());
        try (P4RuntimeClient client = connect()) {
            assertThat(client.pipeline().info()).isEmpty();
            client.insert(Programs.station(1));
            assertThat(client.pipeline().info()).contains(program.info());
            assertThat(client.pipeline().adopt()).isEqualTo(program.info());
        }
    }

    @Test
    void thePipelineIsPutBackWhenTheTargetLostIt() {
        try (P4RuntimeClient client = connect()) {
            client.pipeline().verifyAndCommit(program);
            SessionEvents events = new SessionEvents(client);
            server.forget();
            server.stream().end(StatusCode.UNAVAILABLE, "restart");

            events.await(SessionEvent.Ready.class);
            assertThat(events.of(SessionEvent.Restored.class)).containsExactly(new SessionEvent.Restored("pipeline"));
            assertThat(server.pipeline()).isEqualTo(program.toProto());
        }
    }

    @Test
    void thePipelineIsLeftAloneWhenTheTargetKeptIt() {
        try (P4RuntimeClient client = connect()) {
            client.pipeline().verifyAndCommit(program);
            client.insert(Programs.station(1));
            SessionEvents events = new SessionEvents(client);
            server.stream().end(StatusCode.UNAVAILABLE, "a cable");

            events.await(SessionEvent.Ready.class);
            assertThat(events.of(SessionEvent.Restored.class)).isEmpty();
            assertThat(server.entities()).hasSize(1);
        }
    }

    @Test
    void aRestorationThatFailsIsTriedAgain() {
        try (P4RuntimeClient client = connect()) {
            client.pipeline().verifyAndCommit(program);
            SessionEvents events = new SessionEvents(client);
            server.forget();
            server.nextSetPipeline(Scripts.refuse(StatusCode.INTERNAL, "not yet"));
            server.stream().end(StatusCode.UNAVAILABLE, "restart");

            events.await(SessionEvent.Ready.class);
            assertThat(events.of(SessionEvent.RestoreFailed.class))
                    .singleElement()
                    .satisfies(failed -> {
                        assertThat(failed.step()).isEqualTo("pipeline");
                        assertThat(failed.cause()).hasMessageContaining("not yet");
                    });
            assertThat(server.pipeline()).isEqualTo(program.toProto());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0.0", "1.3.0", "1.5.0", "1.6.0-dev", "v1.4", "", "next"})
    void targetsOfAnyFirstVersionAreSpokenTo(String version) {
        server.apiVersion(version);
        try (P4RuntimeClient client = connect()) {
            client.pipeline().verifyAndCommit(program);
            assertThat(client.capabilities().reported()).isEqualTo(version);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.9.0", "2.0.0"})
    void targetsOfOtherVersionsAreRefusedUnlessTheCallerInsists(String version) {
        server.apiVersion(version);

        assertThatThrownBy(this::connect)
                .isInstanceOf(VersionException.class)
                .hasMessageContaining(version)
                .hasMessageContaining("1.0 to 1.5");
        try (P4RuntimeClient client = connect(c -> c.anyVersion())) {
            assertThat(client.session().info().isReady()).isTrue();
        }
    }

    @Test
    void aTargetThatDoesNotKnowCapabilitiesIsSpokenTo() {
        server.nextCapabilities(Scripts.refuse(StatusCode.UNIMPLEMENTED, "what"));
        try (P4RuntimeClient client = connect()) {
            assertThat(client.capabilities().version()).isEmpty();
            assertThat(client.capabilities().isAtLeast(1, 1)).isFalse();
        }
    }

    @Test
    void rolesByNameNeedATargetThatKnowsThem() {
        server.apiVersion("1.3.0");

        assertThatThrownBy(() -> connect(c -> c.role("acl")))
                .isInstanceOf(VersionException.class)
                .hasMessageContaining("roles by name");
    }

    @Test
    void anErrorOfTheTargetIsTyped() {
        try (P4RuntimeClient client = connect()) {
            server.nextGetPipeline(Scripts.refuse(StatusCode.INTERNAL, "broken"));
            assertThatThrownBy(() -> client.pipeline().get(PipelinePart.ALL))
                    .isInstanceOf(RpcException.class)
                    .hasMessageContaining("GetForwardingPipelineConfig failed with INTERNAL: broken");
        }
    }
}
