package io.ipdk.testkit.p4target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.ipdk.p4runtime.P4RuntimeClient;
import io.ipdk.p4runtime.entity.TableEntry;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

class P4TargetExtensionTest {
    private static final byte[] FRAME = Frames.udp("10.0.0.1", "10.0.0.2", 1, 80);

    @Nested
    class WithAProgram {
        @RegisterExtension
        static final P4TargetExtension TARGET = P4TargetExtension.running(SamplePrograms.load("acl_meter"));

        @RepeatedTest(2)
        void eachTestHasATargetOfItsOwn(P4TestTarget target, P4RuntimeClient client) {
            assertThat(SamplePrograms.read(client, TableEntry.all())).isEmpty();

            client.insert(
                    TableEntry.in("fwd").exact("dst", "10.0.0.2").action("forward", a -> a.set("port", 7)),
                    TableEntry.in("acl").ternary("dst", "10.0.0.2").priority(1).action("permit"));
            PacketOutcome outcome = target.inject(1, FRAME);

            assertThat(outcome.ports()).as(outcome.trace().text()).containsExactly(7);
            assertThat(outcome.toString()).contains("AclIngress.fwd", "[7: 02ee");
        }

        @Test
        void aDroppedPacketIsExplained(P4TestTarget target) {
            PacketOutcome outcome = target.inject(1, FRAME);

            assertThat(outcome.sent()).isEmpty();
            assertThat(outcome.trace().text()).contains("AclIngress.fwd: miss", "AclIngress.unmatched");
        }
    }

    @Nested
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    class Shared {
        @RegisterExtension
        static final P4TargetExtension TARGET = P4TargetExtension.running(SamplePrograms.load("acl_meter"));

        private final Set<P4TestTarget> seen = new HashSet<>();

        @BeforeAll
        void askForATarget(P4TestTarget target) {
            seen.add(target);
        }

        @RepeatedTest(2)
        void aTargetAskedForBeforeAllTestsIsSharedByThem(P4TestTarget target) {
            seen.add(target);

            assertThat(seen).hasSize(1);
        }
    }

    @Nested
    @ExtendWith(P4TargetExtension.class)
    class WithoutAProgram {
        @Test
        void theProgramIsForTheTestToPush(P4TestTarget target, P4RuntimeClient client) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> target.inject(1, FRAME))
                    .withMessageContaining("push one first");

            client.pipeline().verifyAndCommit(SamplePrograms.load("acl_meter"));

            assertThat(target.inject(1, FRAME).ports()).isEmpty();
        }

        @Test
        void timeStandsStillUntilItIsMoved(P4TestTarget target) {
            long before = target.clock().nanoTime();
            assertThat(target.clock().nanoTime()).isEqualTo(before);

            target.advance(Duration.ofMillis(3));

            assertThat(target.clock().nanoTime() - before).isEqualTo(3_000_000);
            assertThatIllegalArgumentException().isThrownBy(() -> target.advance(Duration.ofNanos(-1)));
        }

        @Test
        void packetOutsLeaveWhenTheyArrive(P4TestTarget target, P4RuntimeClient client) throws InterruptedException {
            client.pipeline().verifyAndCommit(SamplePrograms.load("l2_switch"));
            client.packets()
                    .send(io.ipdk.p4runtime.entity.PacketOut.of(FRAME)
                            .set("egress_port", 5)
                            .set("bypass", 1));

            assertThat(target.awaitPacketOut())
                    .isEqualTo(new PortPacket(5, com.google.protobuf.ByteString.copyFrom(FRAME)));
        }
    }
}
