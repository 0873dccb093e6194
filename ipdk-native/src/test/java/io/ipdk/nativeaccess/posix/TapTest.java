package io.ipdk.nativeaccess.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ipdk.nativeaccess.memory.RawMemory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TapTest {
    private static final int MAX_FRAME = 2048;
    private static final int HEADER = 12;
    private static final int FRAME = 60;

    // Set aside for experiments (IEEE Std 802, local experimental ethertype 1).
    private static final int ETHER_TYPE = 0x88b5;

    private final MappedMemory memory = MappedMemory.anonymous(MAX_FRAME);
    private final long address = memory.address();

    @AfterEach
    void close() {
        memory.close();
    }

    @Test
    void existsUntilItIsClosed() throws IOException {
        requireTun();
        String name;
        try (Tap tap = Tap.open("ipdk%d", 0)) {
            name = tap.name();
            assertThat(name).matches("ipdk[0-9]+");
            assertThat(interfaces()).contains(name + ":");
        }
        assertThat(interfaces()).doesNotContain(name + ":");
    }

    @Test
    void framesOfTheNetworkStackComeOutBehindTheHeader() throws IOException {
        requireTun();
        try (Tap tap = Tap.open("ipdk%d", HEADER)) {
            assertThat(tap.read(address, MAX_FRAME)).isZero();
            tap.bringUp();
            try (Fd stack = packetSocket(tap.name())) {
                writeTestFrame(address);
                assertThat(LibC.write(stack.value(), address, FRAME)).isEqualTo(FRAME);

                // The stack may say something of its own first.
                await().until(() -> tap.read(address, MAX_FRAME) == HEADER + FRAME && isTestFrame(address + HEADER));
            }
        }
    }

    @Test
    void framesBehindTheHeaderReachTheNetworkStack() throws IOException {
        requireTun();
        try (Tap tap = Tap.open("ipdk%d", HEADER)) {
            tap.bringUp();
            try (Fd stack = packetSocket(tap.name())) {
                RawMemory.fill(address, HEADER, (byte) 0);
                writeTestFrame(address + HEADER);
                assertThat(tap.write(address, HEADER + FRAME)).isTrue();

                await().until(() -> LibC.read(stack.value(), address, MAX_FRAME) == FRAME && isTestFrame(address));
            }
        }
    }

    private static void writeTestFrame(long at) {
        RawMemory.fill(at, FRAME, (byte) 0);
        RawMemory.fill(at, 6, (byte) 0xff);
        RawMemory.putByte(at + 12, (byte) (ETHER_TYPE >> 8));
        RawMemory.putByte(at + 13, (byte) ETHER_TYPE);
    }

    private static boolean isTestFrame(long at) {
        return RawMemory.getByte(at + 12) == (byte) (ETHER_TYPE >> 8)
                && RawMemory.getByte(at + 13) == (byte) ETHER_TYPE;
    }

    /** Another user of the interface, on the side of the network stack, for frames of the tests' type. */
    private static Fd packetSocket(String name) throws IOException {
        short bigEndianType = Short.reverseBytes((short) ETHER_TYPE);
        Fd socket = Fd.adopt(
                LibC.socket(17, 3 | Linux.SOCK_CLOEXEC | Linux.SOCK_NONBLOCK, bigEndianType & 0xffff), "packets");
        byte[] address = ByteBuffer.allocate(20)
                .order(ByteOrder.nativeOrder())
                .putShort((short) 17)
                .putShort(bigEndianType)
                .putInt(Integer.parseInt(Files.readString(Path.of("/sys/class/net/" + name + "/ifindex"))
                        .strip()))
                .array();
        assertThat(LibC.bind(socket.value(), address, address.length)).isZero();
        return socket;
    }

    @Test
    void writeToAnInterfaceThatIsDownSaysSo() {
        requireTun();
        try (Tap tap = Tap.open("ipdk%d", 0)) {
            RawMemory.fill(address, 60, (byte) 0);

            assertThatThrownBy(() -> tap.write(address, 60))
                    .isInstanceOf(PosixException.class)
                    .hasMessageContaining("EIO")
                    .hasMessageContaining("bring the interface up first");
        }
    }

    @Test
    void interfaceInUseIsBusy() {
        requireTun();
        try (Tap tap = Tap.open("ipdk%d", 0)) {
            assertThatThrownBy(() -> Tap.open(tap.name(), 0))
                    .isInstanceOf(PosixException.class)
                    .hasMessageContaining("EBUSY")
                    .hasMessageContaining(tap.name());
        }
    }

    @Test
    void nameThatIsTooLongIsRefused() {
        assertThatThrownBy(() -> Tap.open("sixteen-bytes-xx", 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("16 bytes")
                .hasMessageContaining("15");
    }

    @Test
    void headerOfAnotherSizeIsRefused() {
        assertThatThrownBy(() -> Tap.open("ipdk%d", 11)).hasMessageContaining("0, 10 or 12");
    }

    private static String interfaces() throws IOException {
        return Files.readString(Path.of("/proc/net/dev"));
    }

    private static void requireTun() {
        Capability tun = KernelFeatures.tun();
        assumeTrue(tun.available(), tun.cause() + "; " + tun.advice());
    }
}
