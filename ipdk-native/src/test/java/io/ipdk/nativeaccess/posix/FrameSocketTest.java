package io.ipdk.nativeaccess.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ipdk.error.ClosedException;
import io.ipdk.nativeaccess.memory.RawMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrameSocketTest {
    private static final byte[] FRAME = HexFormat.of().parseHex("ffffffffffff02000000000188b5" + "61".repeat(50));
    private static final byte[] TAGGED =
            HexFormat.of().parseHex("ffffffffffff020000000001810060078ab5" + "62".repeat(50));

    private final byte[] buffer = new byte[FrameSocket.MOST_BYTES];

    @TempDir
    Path directory;

    @Test
    void twoProcessesExchangeFrames() {
        Path one = directory.resolve("1");
        Path two = directory.resolve("2");
        try (FrameSocket first = FrameSocket.unix(one, two);
                FrameSocket second = FrameSocket.unix(two, one)) {
            assertThat(second.receive(buffer)).isZero();
            assertThat(first.send(FRAME, 0, FRAME.length)).isTrue();
            assertThat(first.send(FRAME, 6, 20)).isTrue();

            assertThat(received(second)).isEqualTo(FRAME);
            assertThat(received(second)).isEqualTo(Arrays.copyOfRange(FRAME, 6, 26));
            assertThat(second.receive(buffer)).isZero();
            assertThat(second.isUp()).isTrue();
        }
        assertThat(one).doesNotExist();
        assertThat(two).doesNotExist();
    }

    @Test
    void framesAreLostWhileTheOtherProcessIsAwayOrSlow() {
        Path one = directory.resolve("1");
        Path two = directory.resolve("2");
        try (FrameSocket first = FrameSocket.unix(one, two)) {
            assertThat(first.send(FRAME, 0, FRAME.length)).isFalse();
            try (FrameSocket second = FrameSocket.unix(two, one)) {
                int sent = 0;
                while (first.send(FRAME, 0, FRAME.length)) {
                    sent++;
                }
                assertThat(sent).isPositive();
                assertThat(received(second)).isEqualTo(FRAME);
                assertThat(first.send(FRAME, 0, FRAME.length)).isTrue();
            }
            assertThat(first.send(FRAME, 0, FRAME.length)).isFalse();
        }
    }

    @Test
    void aSocketLeftOverIsReplacedAndOneInUseIsNot() throws IOException {
        Path own = directory.resolve("own");
        byte[] address = UnixAddress.of(own);
        try (Fd left = Fd.adopt(LibC.socket(Linux.AF_UNIX, Linux.SOCK_DGRAM, 0), "left over")) {
            assertThat(LibC.bind(left.value(), address, address.length)).isZero();
        }
        try (FrameSocket socket = FrameSocket.unix(own, directory.resolve("peer"))) {
            assertThatThrownBy(() -> FrameSocket.unix(own, directory.resolve("peer")))
                    .isInstanceOf(PosixException.class)
                    .hasMessageContaining("EADDRINUSE");
            assertThat(socket.receive(buffer)).isZero();
        }
        Path text = Files.writeString(directory.resolve("text"), "mine");
        assertThatThrownBy(() -> FrameSocket.unix(text, own)).isInstanceOf(PosixException.class);
        assertThat(text).hasContent("mine");
    }

    @Test
    void nothingGoesThroughAClosedSocket() {
        FrameSocket socket = FrameSocket.unix(directory.resolve("own"), directory.resolve("peer"));
        socket.close();
        socket.close();

        assertThatThrownBy(() -> socket.receive(buffer)).isInstanceOf(ClosedException.class);
        assertThatThrownBy(() -> socket.send(FRAME, 0, 1)).isInstanceOf(ClosedException.class);
    }

    @Test
    void anInterfaceGivesWhatComesInAndTakesWhatGoesOut() {
        requireTun();
        try (Tap tap = Tap.open("ipdk%d", 0);
                FrameSocket socket = FrameSocket.onInterface(tap.name());
                MappedMemory memory = MappedMemory.anonymous(2048)) {
            assertThat(socket.isUp()).isFalse();
            assertThat(socket.send(FRAME, 0, FRAME.length)).isFalse();
            tap.bringUp();
            await().until(socket::isUp);

            write(tap, memory, FRAME);
            await().untilAsserted(() -> assertThat(received(socket)).isEqualTo(FRAME));
            assertThat(socket.isChecksumMissing()).isFalse();

            assertThat(socket.send(FRAME, 0, FRAME.length)).isTrue();
            await().until(() -> tap.read(memory.address(), 2048) == FRAME.length
                    && RawMemory.getByte(memory.address() + 20) == 0x61);
            assertThat(socket.send(new byte[9000], 0, 9000))
                    .as("longer than the MTU")
                    .isFalse();
        }
    }

    @Test
    void aVlanTagThatTheKernelTookOffIsPutBack() {
        requireTun();
        try (Tap tap = Tap.open("ipdk%d", 0);
                FrameSocket socket = FrameSocket.onInterface(tap.name());
                MappedMemory memory = MappedMemory.anonymous(2048)) {
            tap.bringUp();
            write(tap, memory, TAGGED);

            await().untilAsserted(() -> assertThat(received(socket)).isEqualTo(TAGGED));
        }
    }

    @Test
    void anInterfaceThatIsGoneIsDown() {
        requireTun();
        Tap tap = Tap.open("ipdk%d", 0);
        try (FrameSocket socket = FrameSocket.onInterface(tap.name())) {
            tap.bringUp();
            await().until(socket::isUp);
            tap.close();

            await().until(() -> !socket.isUp());
            assertThat(socket.receive(buffer)).isZero();
            assertThat(socket.send(FRAME, 0, FRAME.length)).isFalse();
        }
    }

    @Test
    void anInterfaceThatIsNotThereIsNamed() {
        requireTun();
        assertThatThrownBy(() -> FrameSocket.onInterface("ipdk-none"))
                .isInstanceOf(PosixException.class)
                .hasMessageContaining("ipdk-none")
                .hasMessageContaining("ENODEV");
    }

    private byte[] received(FrameSocket socket) {
        return Arrays.copyOf(buffer, socket.receive(buffer));
    }

    private static void write(Tap tap, MappedMemory memory, byte[] frame) {
        RawMemory.copyFromArray(frame, 0, memory.address(), frame.length);
        assertThat(tap.write(memory.address(), frame.length)).isTrue();
    }

    private static void requireTun() {
        Capability tun = KernelFeatures.tun();
        assumeTrue(tun.available(), tun.cause() + "; " + tun.advice());
    }
}
