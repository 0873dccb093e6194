package io.ipdk.nativeaccess.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnixServerSocketTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    Path directory;

    private final byte[] buffer = new byte[16];

    @Test
    void acceptsConnections() {
        try (UnixServerSocket server = UnixServerSocket.bind(socketPath());
                UnixSocket client = UnixSocket.connect(socketPath(), SOON);
                UnixSocket connection = server.accept().orElseThrow();
                FdList fds = new FdList()) {
            client.send(new byte[] {5}, 0, 1);

            assertThat(connection.receive(buffer, 0, 16, fds)).isEqualTo(1);
            assertThat(buffer[0]).isEqualTo((byte) 5);
        }
    }

    @Test
    void keepsMessagesApartOnSequencedPackets() {
        try (UnixServerSocket server = UnixServerSocket.bind(socketPath(), SocketType.SEQUENCED_PACKET, 0600);
                UnixSocket client = UnixSocket.connect(socketPath(), SocketType.SEQUENCED_PACKET, SOON);
                UnixSocket connection = server.accept().orElseThrow();
                FdList fds = new FdList()) {
            client.send(new byte[3], 0, 3);
            client.send(new byte[5], 0, 5);

            assertThat(connection.receive(buffer, 0, 16, fds)).isEqualTo(3);
            assertThatThrownBy(() -> connection.receive(buffer, 0, 4, fds))
                    .hasMessageContaining("EMSGSIZE")
                    .hasMessageContaining("longer than the buffer");
        }
    }

    @Test
    void fileHasTheModeAskedForWhateverTheUmaskIs() throws IOException {
        try (UnixServerSocket server = UnixServerSocket.bind(socketPath())) {
            assertThat(permissions(server)).isEqualTo("rw-rw----");
        }
        try (UnixServerSocket server = UnixServerSocket.bind(socketPath(), SocketType.STREAM, 0666)) {
            assertThat(permissions(server)).isEqualTo("rw-rw-rw-");
        }
    }

    private static String permissions(UnixServerSocket server) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(server.path()));
    }

    @Test
    void removesItsFileOnClose() {
        UnixServerSocket server = UnixServerSocket.bind(socketPath());

        server.close();
        server.close();

        assertThat(socketPath()).doesNotExist();
        assertThat(server.accept()).isEmpty();
    }

    @Test
    void leavesAFileThatIsNotItsOwnAlone() throws IOException {
        UnixServerSocket server = UnixServerSocket.bind(socketPath());
        Files.delete(socketPath());
        Files.writeString(socketPath(), "mine");

        server.close();

        assertThat(socketPath()).hasContent("mine");
    }

    @Test
    void pathOf107BytesFits() {
        Path longest = pathOfLength(107);

        try (UnixServerSocket server = UnixServerSocket.bind(longest);
                UnixSocket client = UnixSocket.connect(longest, SOON)) {
            assertThat(server.path()).isEqualTo(longest);
            assertThat(client.fd().isClosed()).isFalse();
        }
    }

    @Test
    void longerPathNamesItsLengthAndTheLimit() {
        Path tooLong = pathOfLength(108);

        assertPosix(() -> UnixServerSocket.bind(tooLong), "ENAMETOOLONG", "108 bytes", "1 to 107", "shorter path");
        assertPosix(() -> UnixSocket.connect(tooLong, SOON), "ENAMETOOLONG", "108 bytes", "1 to 107");
    }

    @Test
    void pathIsMeasuredInBytesAndNotInCharacters() {
        Path wide = Path.of("/tmp/" + "ü".repeat(52));

        assertPosix(() -> UnixServerSocket.bind(wide), "ENAMETOOLONG", "109 bytes");
    }

    @Test
    void liveSocketIsInUse() {
        try (UnixServerSocket live = UnixServerSocket.bind(socketPath())) {
            assertPosix(() -> UnixServerSocket.bind(live.path()), "EADDRINUSE", "another process listens there");
        }
    }

    @Test
    void liveSocketOfAnotherTypeIsInUse() {
        try (UnixServerSocket live = UnixServerSocket.bind(socketPath(), SocketType.SEQUENCED_PACKET, 0600)) {
            assertPosix(() -> UnixServerSocket.bind(live.path()), "EADDRINUSE", "another process listens there");
        }
    }

    @Test
    void socketLeftOverFromADeadProcessIsReplaced() {
        leaveStaleSocket();

        try (UnixServerSocket server = UnixServerSocket.bind(socketPath());
                UnixSocket client = UnixSocket.connect(socketPath(), SOON)) {
            assertThat(client.fd().isClosed()).isFalse();
            assertThat(server.accept()).isPresent().get().satisfies(UnixSocket::close);
        }
    }

    @Test
    void fileThatIsNotASocketIsNotReplaced() throws IOException {
        Files.writeString(socketPath(), "precious");

        assertPosix(() -> UnixServerSocket.bind(socketPath()), "EEXIST", "not a socket");
        assertThat(socketPath()).hasContent("precious");
    }

    @Test
    void missingDirectoryIsNamed() {
        Path path = directory.resolve("missing/socket");

        assertPosix(() -> UnixServerSocket.bind(path), "ENOENT", "create the directory " + directory + "/missing");
    }

    @Test
    void fileInPlaceOfTheDirectoryIsNamed() throws IOException {
        Files.writeString(directory.resolve("file"), "");

        assertPosix(() -> UnixServerSocket.bind(directory.resolve("file/socket")), "ENOTDIR", "is not a directory");
    }

    @Test
    void readOnlyDirectoryIsNamed() {
        // /proc refuses new files to everybody, root included.
        assertThatThrownBy(() -> UnixServerSocket.bind(Path.of("/proc/ipdk-socket")))
                .isInstanceOf(PosixException.class)
                .hasMessageContaining("bind(/proc/ipdk-socket)");
    }

    @Test
    void connectSaysThatNothingIsThere() {
        assertPosix(() -> UnixSocket.connect(socketPath(), SOON), "ENOENT", "start the listening side first");
    }

    @Test
    void connectSaysThatTheListenerIsGone() {
        leaveStaleSocket();

        assertPosix(() -> UnixSocket.connect(socketPath(), SOON), "ECONNREFUSED", "process that is gone");
    }

    @Test
    void connectTimesOutWhileTheQueueIsFull() throws IOException {
        long before = OpenDescriptors.count("socket:");
        List<UnixSocket> held = new ArrayList<>();
        try (UnixServerSocket server = UnixServerSocket.bind(socketPath())) {
            assertThatThrownBy(() -> {
                        while (held.size() < 1000) {
                            held.add(UnixSocket.connect(server.path(), Duration.ofMillis(20)));
                        }
                    })
                    .isInstanceOf(PosixTimeoutException.class);
        }
        held.forEach(UnixSocket::close);
        assertThat(OpenDescriptors.count("socket:")).isEqualTo(before);
    }

    @Test
    void acceptTimesOut() {
        try (UnixServerSocket server = UnixServerSocket.bind(socketPath())) {
            server.setAcceptTimeout(Duration.ofMillis(1));

            assertThatThrownBy(server::accept).isInstanceOf(PosixTimeoutException.class);
        }
    }

    @Test
    void shutdownWakesABlockedAccept() throws Exception {
        try (UnixServerSocket server = UnixServerSocket.bind(socketPath())) {
            CompletableFuture<Optional<UnixSocket>> blocked = CompletableFuture.supplyAsync(server::accept);
            BlockedThreads.awaitOneIn("accept4");

            server.shutdown();

            assertThat(blocked.get(10, TimeUnit.SECONDS)).isEmpty();
        }
    }

    @Test
    void closeWakesABlockedAccept() throws Exception {
        UnixServerSocket server = UnixServerSocket.bind(socketPath());
        CompletableFuture<Optional<UnixSocket>> blocked = CompletableFuture.supplyAsync(server::accept);
        BlockedThreads.awaitOneIn("accept4");

        server.close();

        assertThat(blocked.get(10, TimeUnit.SECONDS)).isEmpty();
        assertThat(server.fd().isClosed()).isTrue();
    }

    private Path socketPath() {
        return directory.resolve("socket");
    }

    private Path pathOfLength(int bytes) {
        String prefix = directory + "/";
        return Path.of(prefix + "x".repeat(bytes - prefix.length()));
    }

    /** What a killed process leaves: the file without a listener. */
    private void leaveStaleSocket() {
        byte[] address = UnixAddress.of(socketPath());
        try (Fd dead = UnixSocket.open(SocketType.STREAM, "dead")) {
            assertThat(LibC.bind(dead.value(), address, address.length)).isZero();
        }
        assertThat(socketPath()).exists();
    }

    private static void assertPosix(ThrowingCallable call, String errno, String... words) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        PosixException.class, e -> assertThat(e.errnoName()).isEqualTo(errno))
                .hasMessageContainingAll(words);
    }
}
