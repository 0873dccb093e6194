package io.ipdk.testkit.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.ipdk.testkit.peer.Presence.Found;
import io.ipdk.testkit.peer.Presence.Missing;
import java.lang.reflect.AnnotatedElement;
import java.nio.file.Path;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;

class RequiresPeerConditionTest {
    private static final Function<Peer, Presence> ALL = peer -> new Found(Path.of("/somewhere"));
    private static final Function<Peer, Presence> ONLY_QEMU =
            peer -> peer == Peer.QEMU ? new Found(Path.of("/somewhere")) : new Missing("nothing there");

    @Test
    void runsWhereEveryPeerIsPresent() {
        assertThat(judge(ALL, NeedsQemuAndFio.class).isDisabled()).isFalse();
    }

    @Test
    void skipsWithTheMissingPeerTheReasonAndTheInstallCommand() {
        ConditionEvaluationResult result = judge(ONLY_QEMU, NeedsQemuAndFio.class);

        assertThat(result.isDisabled()).isTrue();
        assertThat(result.getReason())
                .contains("needs fio: nothing there; install with: "
                        + "sudo apt-get install -y --no-install-recommends fio");
    }

    @Test
    void failsInsteadOfSkippingWherePeersAreRequired() {
        RequiresPeerCondition condition = new RequiresPeerCondition(ONLY_QEMU, true);

        assertThatIllegalStateException()
                .isThrownBy(() -> condition.judge(NeedsQemuAndFio.class))
                .withMessageContaining("IPDK_PEERS=required")
                .withMessageContaining("needs fio");
    }

    @Test
    void seesTheAnnotationOnMethodsAndOnSuperclasses() throws NoSuchMethodException {
        assertThat(judge(ONLY_QEMU, Inherits.class).isDisabled()).isTrue();
        assertThat(judge(ONLY_QEMU, Plain.class.getDeclaredMethod("needsTestpmd"))
                        .isDisabled())
                .isTrue();
        assertThat(judge(ONLY_QEMU, Plain.class).isDisabled()).isFalse();
    }

    private static ConditionEvaluationResult judge(Function<Peer, Presence> presence, AnnotatedElement element) {
        return new RequiresPeerCondition(presence, false).judge(element);
    }

    @RequiresPeer({Peer.QEMU, Peer.FIO})
    private static class NeedsQemuAndFio {}

    private static final class Inherits extends NeedsQemuAndFio {}

    private static final class Plain {
        @SuppressWarnings("UnusedMethod")
        @RequiresPeer(Peer.TESTPMD)
        void needsTestpmd() {}
    }
}
