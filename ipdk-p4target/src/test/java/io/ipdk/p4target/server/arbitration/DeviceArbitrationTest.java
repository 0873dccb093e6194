package io.ipdk.p4target.server.arbitration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.rpc.Code;
import io.ipdk.p4target.server.status.RequestException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.p4.v1.MasterArbitrationUpdate;
import org.p4.v1.Role;
import org.p4.v1.StreamMessageResponse;
import org.p4.v1.Uint128;

class DeviceArbitrationTest {
    /** The common pool has one thread on a small machine, and both tasks block. */
    private static final Executor THREADS = task -> new Thread(task).start();

    private final DeviceArbitration device = new DeviceArbitration(7, RoleConfigScheme.stratum(), 3);

    @Test
    void refusesMoreStreamsOfARoleThanAreTaken() {
        for (int i = 1; i <= 3; i++) {
            new Stream().join("a", i);
        }

        assertThatThrownBy(() -> new Stream().join("a", 4))
                .isInstanceOfSatisfying(
                        RequestException.class, e -> assertThat(e.code()).isEqualTo(Code.RESOURCE_EXHAUSTED));
        new Stream().join("b", 4);
    }

    @Test
    void aRoleThatOnlyFailedToJoinStaysUnknown() {
        Stream stream = new Stream();
        MasterArbitrationUpdate bad = update("a", 1).toBuilder()
                .setRole(Role.newBuilder()
                        .setName("a")
                        .setConfig(com.google.protobuf.Any.newBuilder().setTypeUrl("x/unknown")))
                .build();

        assertThatThrownBy(() -> device.join(stream, bad)).isInstanceOf(RequestException.class);
        assertThatThrownBy(() -> device.role(new RoleKey("a", 0)))
                .isInstanceOfSatisfying(
                        RequestException.class, e -> assertThat(e.code()).isEqualTo(Code.NOT_FOUND));
    }

    @Test
    void tellsTheNewPrimaryAfterTheOldOnesWritesAreDone() throws Exception {
        Stream old = new Stream().join("", 1);
        Stream next = new Stream().join("", 0);
        RoleArbitration role = device.role(RoleKey.DEFAULT);
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch mayFinish = new CountDownLatch(1);
        CompletableFuture<String> write = CompletableFuture.supplyAsync(
                () -> role.asPrimary(new ElectionId(0, 1), () -> {
                    writing.countDown();
                    await(mayFinish);
                    return "written";
                }),
                THREADS);
        await(writing);
        next.codes.clear();

        CompletableFuture<Void> takeOver = CompletableFuture.runAsync(() -> next.update("", 2), THREADS);
        Awaitility.await().until(() -> old.last() == Code.ALREADY_EXISTS);

        assertThat(next.codes)
                .as("what the new primary hears while a write is on its way")
                .isEmpty();
        assertThat(role.primary()).isEmpty();
        mayFinish.countDown();
        assertThat(write.get(10, TimeUnit.SECONDS)).isEqualTo("written");
        takeOver.get(10, TimeUnit.SECONDS);
        assertThat(next.codes).containsExactly(Code.OK);
    }

    /** Whatever controllers do, the rules of the specification hold. */
    @Test
    void atMostOneIsPrimaryAndItHasTheHighestIdEverSeen() {
        Random random = new Random(20261122);
        for (int round = 0; round < 200; round++) {
            DeviceArbitration fresh = new DeviceArbitration(7, RoleConfigScheme.stratum(), 100);
            List<Stream> streams = new ArrayList<>();
            long highest = -1;
            for (int step = 0; step < 30; step++) {
                long id = random.nextInt(12);
                Stream stream = random.nextBoolean() || streams.isEmpty()
                        ? new Stream(fresh)
                        : streams.get(random.nextInt(streams.size()));
                if (random.nextInt(5) == 0 && streams.contains(stream)) {
                    stream.leave();
                    streams.remove(stream);
                } else {
                    try {
                        if (streams.contains(stream)) {
                            stream.update("", id);
                        } else {
                            stream.join("", id);
                            streams.add(stream);
                        }
                        stream.id = id;
                        highest = Math.max(highest, id);
                    } catch (RequestException e) {
                        assertThat(e.code()).isEqualTo(Code.INVALID_ARGUMENT);
                        if (streams.remove(stream)) {
                            stream.leave();
                        }
                    }
                }
                check(fresh, streams, highest);
            }
        }
    }

    private static void check(DeviceArbitration device, List<Stream> streams, long highest) {
        RoleArbitration role = device.role(RoleKey.DEFAULT);
        List<Stream> primaries = streams.stream().filter(role::isPrimary).toList();
        assertThat(primaries).hasSizeLessThanOrEqualTo(1);
        for (Stream stream : streams) {
            assertThat(role.isPrimary(stream))
                    .as("stream with id %s is primary, highest ever %s", stream.id, highest)
                    .isEqualTo(stream.id == highest);
            assertThat(stream.last())
                    .isEqualTo(
                            role.isPrimary(stream)
                                    ? Code.OK
                                    : primaries.isEmpty() ? Code.NOT_FOUND : Code.ALREADY_EXISTS);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static MasterArbitrationUpdate update(String role, long id) {
        return MasterArbitrationUpdate.newBuilder()
                .setDeviceId(7)
                .setRole(Role.newBuilder().setName(role))
                .setElectionId(Uint128.newBuilder().setLow(id))
                .build();
    }

    /** A controller's stream that remembers what it was told. */
    private final class Stream implements Participant {
        private final DeviceArbitration at;
        private final List<Code> codes = java.util.Collections.synchronizedList(new ArrayList<>());
        private @Nullable RoleArbitration role;
        private long id;

        private Stream() {
            this(device);
        }

        private Stream(DeviceArbitration at) {
            this.at = at;
        }

        @Override
        public void send(StreamMessageResponse message) {
            codes.add(Code.forNumber(message.getArbitration().getStatus().getCode()));
        }

        private Stream join(String name, long newId) {
            role = at.join(this, DeviceArbitrationTest.update(name, newId));
            return this;
        }

        private void update(String name, long newId) {
            at.update(java.util.Objects.requireNonNull(role), this, DeviceArbitrationTest.update(name, newId));
        }

        private void leave() {
            at.leave(java.util.Objects.requireNonNull(role), this);
        }

        private @Nullable Code last() {
            return codes.isEmpty() ? null : codes.get(codes.size() - 1);
        }
    }
}
