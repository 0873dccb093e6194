package io.ipdk.nativeaccess.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipdk.error.ClosedException;
import io.ipdk.nativeaccess.memory.RawMemory;
import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UnixSocketTest {
    private final UnixSocket.Pair pair = UnixSocket.pair();
    private final UnixSocket near = pair.first();
    private final UnixSocket far = pair.second();
    private final FdList fds = new FdList();
    private final byte[] buffer = new byte[4096];

    @AfterEach
    void close() {
        fds.close();
        near.close();
        far.close();
    }

    @Test
    void carriesBytes() {
        near.send(new byte[] {9, 1, 2, 3, 9}, 1, 3);

        assertThat(far.receive(buffer, 2, 100, fds)).isEqualTo(3);
        assertThat(buffer).startsWith(0, 0, 1, 2, 3, 0);
        assertThat(fds.isEmpty()).isTrue();
    }

    @Test
    void carriesEightDescriptorsWithTheFirstByte() throws IOException {
        String mark = "socket-eight";
        Fd[] sent = memoryFiles(mark, 8);
        near.send(new byte[] {1, 2}, 0, 2, sent);
        closeAll(sent);

        assertThat(far.receive(buffer, 0, 1, fds)).isEqualTo(1);

        assertThat(fds.size()).isEqualTo(8);
        for (int i = 0; i < 8; i++) {
            try (Fd received = fds.take(i);
                    MappedMemory memory = MappedMemory.map(received, 0, 4096, Protection.READ_ONLY)) {
                assertThat(RawMemory.getInt(memory.address())).isEqualTo(i);
            }
        }
        assertThat(OpenDescriptors.count(mark)).isZero();
    }

    @Test
    void closesDescriptorsThatNobodyTakes() throws IOException {
        String mark = "socket-untaken";
        Fd[] sent = memoryFiles(mark, 3);
        near.send(new byte[1], 0, 1, sent);
        closeAll(sent);
        far.receive(buffer, 0, 1, fds);
        assertThat(OpenDescriptors.count(mark)).isEqualTo(3);

        fds.take(1).close();
        fds.close();

        assertThat(OpenDescriptors.count(mark)).isZero();
        assertThat(fds.size()).isZero();
    }

    @Test
    void nextReceiveClosesWhatTheLastOneLeft() throws IOException {
        String mark = "socket-left";
        Fd[] sent = memoryFiles(mark, 2);
        near.send(new byte[1], 0, 1, sent);
        near.send(new byte[1], 0, 1);
        closeAll(sent);
        far.receive(buffer, 0, 1, fds);

        far.receive(buffer, 0, 1, fds);

        assertThat(fds.isEmpty()).isTrue();
        assertThat(OpenDescriptors.count(mark)).isZero();
    }

    @Test
    void refusesToSendNineDescriptors() {
        Fd[] nine = memoryFiles("socket-nine-out", 9);
        try {
            assertThatThrownBy(() -> near.send(new byte[1], 0, 1, nine))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("9 descriptors")
                    .hasMessageContaining("8");
        } finally {
            closeAll(nine);
        }
    }

    @Test
    void ninthReceivedDescriptorIsAnErrorAndAllAreClosed() throws IOException {
        String mark = "socket-nine-in";
        Fd[] nine = memoryFiles(mark, 9);
        RawSender.send(near.fd(), nine);
        closeAll(nine);

        assertThatThrownBy(() -> far.receive(buffer, 0, 16, fds))
                .isInstanceOfSatisfying(
                        PosixException.class, e -> assertThat(e.errnoName()).isEqualTo("EMSGSIZE"))
                .hasMessageContaining("more than 8 descriptors");

        assertThat(fds.isEmpty()).isTrue();
        assertThat(OpenDescriptors.count(mark)).isZero();
    }

    @Test
    void sentDescriptorMayBeClosedByTheSenderAtOnce() {
        try (Fd file = Memfd.create("socket-once", 4096, false)) {
            near.send(new byte[1], 0, 1, file);
        }

        far.receive(buffer, 0, 1, fds);

        try (Fd received = fds.take(0)) {
            assertThat(Memfd.size(received)).isEqualTo(4096);
        }
    }

    @Test
    void closedDescriptorIsNotSent() {
        Fd file = Memfd.create("socket-closed", 4096, false);
        file.close();

        assertThatThrownBy(() -> near.send(new byte[1], 0, 1, file)).isInstanceOf(ClosedException.class);
    }

    @Test
    void takenDescriptorCannotBeTakenAgain() {
        try (Fd file = Memfd.create("socket-twice", 4096, false)) {
            near.send(new byte[1], 0, 1, file);
        }
        far.receive(buffer, 0, 1, fds);
        fds.take(0).close();

        assertThatThrownBy(() -> fds.take(0)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> fds.take(1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void answersZeroAtTheEndOfTheStream() {
        near.send(new byte[] {7}, 0, 1);
        near.close();

        assertThat(far.receive(buffer, 0, 10, fds)).isEqualTo(1);
        assertThat(far.receive(buffer, 0, 10, fds)).isZero();
        assertThat(far.receive(buffer, 0, 10, fds)).isZero();
    }

    @Test
    void refusesAReceiveThatCouldNotTellTheEnd() {
        assertThatThrownBy(() -> far.receive(buffer, 0, 0, fds)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesARangeOutsideOfTheBuffer() {
        assertThatThrownBy(() -> far.receive(buffer, 4000, 97, fds)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> near.send(buffer, -1, 4)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void sendToAClosedPeerIsBrokenPipeAndNoSignal() {
        far.close();

        assertThatThrownBy(() -> near.send(new byte[1], 0, 1))
                .isInstanceOfSatisfying(
                        PosixException.class, e -> assertThat(e.errnoName()).isEqualTo("EPIPE"));
    }

    @Test
    void receiveTimesOut() {
        far.setReceiveTimeout(Duration.ofMillis(1));

        assertThatThrownBy(() -> far.receive(buffer, 0, 1, fds)).isInstanceOf(PosixTimeoutException.class);

        near.send(new byte[1], 0, 1);
        assertThat(far.receive(buffer, 0, 1, fds)).isEqualTo(1);
    }

    @Test
    void sendTimesOutWhenNobodyReads() {
        near.setSendTimeout(Duration.ofMillis(1));

        assertThatThrownBy(() -> near.send(new byte[16 << 20], 0, 16 << 20)).isInstanceOf(PosixTimeoutException.class);
    }

    @Test
    void timeoutMustNotBeNegative() {
        assertThatThrownBy(() -> near.setReceiveTimeout(Duration.ofNanos(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void sendsMoreThanTheSocketHolds() throws Exception {
        byte[] large = new byte[5_000_001];
        new Random(1).nextBytes(large);
        CompletableFuture<Void> sender = CompletableFuture.runAsync(() -> near.send(large, 0, large.length));

        byte[] received = new byte[large.length];
        int at = 0;
        while (at < received.length) {
            int count = far.receive(received, at, received.length - at, fds);
            assertThat(count).isPositive();
            at += count;
        }

        sender.get(10, TimeUnit.SECONDS);
        assertThat(received).isEqualTo(large);
    }

    @Test
    void shutdownWakesABlockedReceive() throws Exception {
        CompletableFuture<Integer> blocked = CompletableFuture.supplyAsync(() -> far.receive(buffer, 0, 1, fds));
        BlockedThreads.awaitOneIn("recvmsg");

        far.shutdown();

        assertThat(blocked.get(10, TimeUnit.SECONDS)).isZero();
    }

    @Test
    void closeWakesABlockedReceiveAndFreesTheDescriptorAfterIt() throws Exception {
        CompletableFuture<Integer> blocked = CompletableFuture.supplyAsync(() -> far.receive(buffer, 0, 1, fds));
        BlockedThreads.awaitOneIn("recvmsg");

        far.close();

        assertThat(blocked.get(10, TimeUnit.SECONDS)).isZero();
        assertThat(far.fd().isClosed()).isTrue();
        assertThatThrownBy(() -> far.receive(buffer, 0, 1, fds)).isInstanceOf(ClosedException.class);
    }

    @Test
    void closeAndShutdownMayBeRepeated() {
        near.close();
        near.close();
        near.shutdown();

        assertThat(near.fd().isClosed()).isTrue();
    }

    @Test
    void adoptedNonBlockingSocketBlocksAgain() {
        LibC.fcntl(near.fd().value(), Linux.F_SETFL, Linux.O_NONBLOCK);
        try (UnixSocket adopted = UnixSocket.adopt(near.fd().duplicate())) {
            int flags = LibC.fcntl(adopted.fd().value(), Linux.F_GETFL, 0);

            assertThat(flags & Linux.O_NONBLOCK).isZero();
        }
    }

    private static Fd[] memoryFiles(String mark, int count) {
        Fd[] files = new Fd[count];
        for (int i = 0; i < count; i++) {
            files[i] = Memfd.create(mark, 4096, false);
            try (MappedMemory memory = MappedMemory.map(files[i], 0, 4096, Protection.READ_WRITE)) {
                RawMemory.putInt(memory.address(), i);
            }
        }
        return files;
    }

    private static void closeAll(Fd... files) {
        for (Fd file : files) {
            file.close();
        }
    }
}
