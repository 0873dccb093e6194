package io.ipdk.testkit.p4target;

import static io.ipdk.p4runtime.value.P4Value.mac;
import static io.ipdk.testkit.p4target.SamplePrograms.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ipdk.p4runtime.P4RuntimeClient;
import io.ipdk.p4runtime.entity.DigestConfig;
import io.ipdk.p4runtime.entity.DigestList;
import io.ipdk.p4runtime.entity.TableEntry;
import io.ipdk.p4runtime.stream.IdleTimeout;
import io.ipdk.p4runtime.value.P4Data;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a switch tells of the stations it sees: digests of new ones, notices of idle ones. */
class StationsOnTargetTest {
    @RegisterExtension
    static final P4TargetExtension TARGET = P4TargetExtension.running(SamplePrograms.load("l2_switch"));

    private static final String ALICE = "02:00:00:00:00:0a";
    private static final String BOB = "02:00:00:00:00:0b";
    private static final String DIGEST = "mac_learn_t";
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

    private final List<DigestList> digests = new CopyOnWriteArrayList<>();
    private final List<IdleTimeout> idle = new CopyOnWriteArrayList<>();

    @Test
    void aDigestIsOffUntilItIsEnabled(P4TestTarget target, P4RuntimeClient client) {
        client.digests().onDigest(digests::add);
        inject(target, ALICE);
        client.digests().enable(DigestConfig.of(DIGEST));
        inject(target, BOB);

        await().until(() -> digests.size() == 1);
        assertThat(macs(digests.get(0))).containsExactly(BOB);
        P4Data message = digests.get(0).messages().get(0);
        assertThat(message.get("vid").asValue().asInt()).isOne();
        assertThat(message.get("port").asValue().asInt()).isEqualTo(4);
    }

    @Test
    void digestsAreListedBySizeAndByTime(P4TestTarget target, P4RuntimeClient client) {
        DigestConfig twoOrTenSeconds =
                DigestConfig.of(DIGEST).maxListSize(2).maxTimeout(TEN_SECONDS).ackTimeout(TEN_SECONDS);
        client.insert(twoOrTenSeconds);
        assertThat(read(client, DigestConfig.all())).containsExactly(twoOrTenSeconds);
        client.digests().onDigest(DIGEST, digests::add);

        inject(target, ALICE);
        inject(target, ALICE);
        inject(target, BOB);
        await().until(() -> digests.size() == 1);
        assertThat(macs(digests.get(0))).as("distinct messages alone").containsExactly(ALICE, BOB);

        inject(target, "02:00:00:00:00:0c");
        target.advance(TEN_SECONDS);
        await().until(() -> digests.size() == 2);
        assertThat(macs(digests.get(1))).containsExactly("02:00:00:00:00:0c");
    }

    @Test
    void whatWasSentIsHeldBackUntilItsHandlerHasReturned(P4TestTarget target, P4RuntimeClient client) {
        client.digests().enable(DigestConfig.of(DIGEST).ackTimeout(Duration.ofDays(1)));
        CountDownLatch handled = new CountDownLatch(1);
        client.digests().onDigest(list -> {
            digests.add(list);
            await().until(() -> handled.getCount() == 0);
        });

        inject(target, ALICE);
        await().until(() -> digests.size() == 1);
        inject(target, ALICE);
        inject(target, BOB);
        handled.countDown();
        await().until(() -> digests.size() == 2);
        assertThat(macs(digests.get(1))).as("Alice was not sent a second time").containsExactly(BOB);

        await().until(() -> {
            inject(target, ALICE);
            return digests.size() > 2;
        });
        assertThat(macs(digests.get(2))).as("after the acknowledgement").containsExactly(ALICE);
    }

    @Test
    void whatNobodyAcknowledgesIsSentAgainInTime(P4TestTarget target, P4RuntimeClient client) {
        client.digests().enable(DigestConfig.of(DIGEST).ackTimeout(TEN_SECONDS));
        client.digests().onDigest(list -> {
            digests.add(list);
            throw new IllegalStateException("this handler takes nothing in");
        });
        inject(target, ALICE);
        await().until(() -> digests.size() == 1);

        target.advance(TEN_SECONDS);
        inject(target, ALICE);

        await().until(() -> digests.size() == 2);
        assertThat(macs(digests.get(1))).containsExactly(ALICE);
    }

    @Test
    void digestsAreChangedAndDisabled(P4TestTarget target, P4RuntimeClient client) {
        client.digests().onDigest(digests::add);
        client.digests().enable(DigestConfig.of(DIGEST).maxListSize(9).maxTimeout(TEN_SECONDS));
        client.digests().enable(DigestConfig.of(DIGEST));
        assertThat(read(client, DigestConfig.of(DIGEST))).containsExactly(DigestConfig.of(DIGEST));
        inject(target, ALICE);
        await().until(() -> digests.size() == 1);

        client.digests().disable(DIGEST);
        inject(target, BOB);
        client.digests().enable(DigestConfig.of(DIGEST));
        inject(target, "02:00:00:00:00:0c");

        await().until(() -> digests.size() == 2);
        assertThat(macs(digests.get(1))).containsExactly("02:00:00:00:00:0c");
        assertThat(client.digests().dropped()).isZero();
    }

    @Test
    void anEntryThatNoPacketMeetsIsTold(P4TestTarget target, P4RuntimeClient client) {
        client.notices().onIdleTimeout(idle::add);
        TableEntry watched = station(ALICE)
                .idleTimeout(TEN_SECONDS)
                .metadata(SamplePrograms.bytes("alice"))
                .controllerMetadata(7);
        client.insert(watched, station(BOB));

        target.advance(Duration.ofMillis(9_999));
        inject(target, ALICE);
        target.advance(Duration.ofMillis(9_999));
        target.advance(Duration.ofMillis(1));

        await().until(() -> idle.size() == 1);
        TableEntry told = idle.get(0).entries().get(0);
        assertThat(idle.get(0).entries()).hasSize(1);
        assertThat(told.key()).isEqualTo(watched.key());
        assertThat(told.idleTimeout()).isEqualTo(TEN_SECONDS);
        assertThat(told.metadata()).isEqualTo(watched.metadata());
        assertThat(told.controllerMetadata()).isEqualTo(7);
        assertThat(idle.get(0).timestamp())
                .isEqualTo(Instant.EPOCH.plusNanos(target.clock().nanoTime()));

        target.advance(TEN_SECONDS);
        await().until(() -> idle.size() == 2);
    }

    @Test
    void anEntryIsToldNoMoreOnceItsTimeoutIsGone(P4TestTarget target, P4RuntimeClient client) {
        client.notices().onIdleTimeout(idle::add);
        client.insert(station(ALICE).idleTimeout(TEN_SECONDS), station(BOB).idleTimeout(TEN_SECONDS.multipliedBy(2)));
        client.modify(station(ALICE));
        assertThat(read(client, station(ALICE).key()).get(0).idleTimeout()).isZero();

        target.advance(TEN_SECONDS);
        target.advance(TEN_SECONDS);

        await().until(() -> idle.size() == 1);
        assertThat(idle.get(0).entries())
                .extracting(TableEntry::key)
                .containsExactly(station(BOB).key());
    }

    @Test
    void theTimeSinceTheLastHitIsReadIfAskedFor(P4TestTarget target, P4RuntimeClient client) {
        client.insert(station(ALICE).idleTimeout(TEN_SECONDS));
        inject(target, ALICE);
        target.advance(Duration.ofSeconds(3));

        assertThat(read(client, station(ALICE).key().withTimeSinceLastHit())
                        .get(0)
                        .timeSinceLastHit())
                .contains(Duration.ofSeconds(3));
        assertThat(read(client, station(ALICE).key()).get(0).timeSinceLastHit()).isEmpty();
    }

    private static TableEntry station(String address) {
        return TableEntry.in("smac")
                .exact("meta.vid", 1)
                .exact("hdr.eth.src", mac(address))
                .action("station", a -> a.set("port", 4));
    }

    private static void inject(P4TestTarget target, String source) {
        target.inject(4, Frames.ethernet("02:00:00:00:00:ff", source));
    }

    private static List<String> macs(DigestList list) {
        return list.messages().stream()
                .map(message -> message.get("mac").asValue().asMac().toString())
                .toList();
    }
}
