package io.ipdk.p4target.pcap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PcapReaderTest {
    private static final byte[] FRAME = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 8, 0};

    @ParameterizedTest
    @ValueSource(ints = {PcapLayout.MICROS, PcapLayout.NANOS})
    void readsBothUnitsOfTimeInBothByteOrders(int magic) {
        for (ByteOrder order : new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
            PcapReader reader = reader(file(order, magic, 1, FRAME.length, FRAME.length + 50, FRAME));

            PcapPacket packet = reader.next().orElseThrow();
            assertThat(packet.bytes()).isEqualTo(FRAME);
            assertThat(packet.isCutOff()).isTrue();
            assertThat(packet.originalLength()).isEqualTo(FRAME.length + 50);
            assertThat(packet.epochNanos()).isEqualTo(5_000_000_000L + (magic == PcapLayout.NANOS ? 7 : 7_000));
            assertThat(reader.next()).isEmpty();
            assertThat(reader.packets()).isOne();
        }
    }

    @Test
    void timesAfter2038AreAhead() {
        byte[] file = file(ByteOrder.LITTLE_ENDIAN, PcapLayout.MICROS, 1, 0, 0, new byte[0]);
        ByteBuffer.wrap(file).putInt(PcapLayout.FILE_HEADER, -1);

        assertThat(reader(file).next().orElseThrow().epochNanos()).isGreaterThan(4_294_967_295_000_000_000L);
    }

    @Test
    void refusesTheNextGenerationAndSaysHowToConvertIt() {
        byte[] file = new byte[64];
        ByteBuffer.wrap(file).putInt(0, PcapLayout.NEXT_GENERATION);

        assertThatThrownBy(() -> reader(file))
                .isInstanceOf(PcapException.class)
                .hasMessageContaining("test.pcap is pcapng")
                .hasMessageContaining("editcap");
    }

    @Test
    void refusesWhatIsNoCapture() {
        assertThatThrownBy(() -> reader(new byte[0]))
                .isInstanceOf(PcapException.class)
                .hasMessageContaining("no pcap");
        assertThatThrownBy(() -> reader(new byte[100])).isInstanceOf(PcapException.class);
        assertThatThrownBy(
                        () -> reader(Arrays.copyOf(file(ByteOrder.BIG_ENDIAN, PcapLayout.MICROS, 1, 0, 0, FRAME), 23)))
                .isInstanceOf(PcapException.class);
        assertThatThrownBy(() -> PcapReader.open(Path.of("no", "such.pcap")))
                .isInstanceOf(PcapException.class)
                .hasMessageContaining("no/such.pcap");
    }

    @Test
    void refusesOtherLinks() {
        assertThatThrownBy(() -> reader(file(ByteOrder.LITTLE_ENDIAN, PcapLayout.MICROS, 113, 0, 0, FRAME)))
                .hasMessageContaining("113")
                .hasMessageContaining("Ethernet");
    }

    @Test
    void takesALinkTypeWithFlagsAboutItsFrameCheckSequence() {
        byte[] file = file(ByteOrder.LITTLE_ENDIAN, PcapLayout.MICROS, 0x24000001, FRAME.length, FRAME.length, FRAME);

        assertThat(reader(file).next()).isPresent();
    }

    @Test
    void refusesALengthThatNoPacketHasWithoutTakingMemoryForIt() {
        for (int length : new int[] {PcapLayout.MOST_BYTES + 1, Integer.MAX_VALUE, -1}) {
            PcapReader reader = reader(file(ByteOrder.LITTLE_ENDIAN, PcapLayout.MICROS, 1, length, length, FRAME));

            assertThatThrownBy(reader::next)
                    .isInstanceOf(PcapException.class)
                    .hasMessageContaining("packet 1")
                    .hasMessageContaining("262144");
        }
    }

    @Test
    void givesThePacketsBeforeTheOneThatIsCutOff() {
        byte[] whole = file(ByteOrder.LITTLE_ENDIAN, PcapLayout.MICROS, 1, FRAME.length, FRAME.length, FRAME);
        byte[] two = Arrays.copyOf(whole, whole.length + PcapLayout.PACKET_HEADER + 3);
        System.arraycopy(whole, PcapLayout.FILE_HEADER, two, whole.length, PcapLayout.PACKET_HEADER + 3);
        PcapReader reader = reader(two);

        assertThat(reader.next()).isPresent();
        assertThatThrownBy(reader::next).isInstanceOf(PcapException.class).hasMessageContaining("packet 2");
    }

    @Test
    void anyBytesAreReadOrRefused() {
        Random random = new Random(7);
        byte[] good = file(ByteOrder.LITTLE_ENDIAN, PcapLayout.MICROS, 1, FRAME.length, FRAME.length, FRAME);
        int refused = 0;
        for (int round = 0; round < 20_000; round++) {
            byte[] file = Arrays.copyOf(good, random.nextInt(good.length + 20));
            for (int i = random.nextInt(4); i > 0 && file.length > 0; i--) {
                file[random.nextInt(file.length)] = (byte) random.nextInt();
            }
            try (PcapReader reader = reader(file)) {
                Optional<PcapPacket> packet = reader.next();
                while (packet.isPresent()) {
                    packet = reader.next();
                }
            } catch (PcapException e) {
                refused++;
            }
        }
        assertThat(refused).isBetween(1_000, 19_999);
    }

    private static PcapReader reader(byte[] file) {
        return PcapReader.of(new ByteArrayInputStream(file), "test.pcap");
    }

    /** A file with one packet, captured at 5 seconds and 7 parts of one. */
    static byte[] file(ByteOrder order, int magic, int link, int length, int original, byte[] bytes) {
        return ByteBuffer.allocate(PcapLayout.FILE_HEADER + PcapLayout.PACKET_HEADER + bytes.length)
                .order(order)
                .putInt(magic)
                .putShort((short) 2)
                .putShort((short) 4)
                .putLong(0)
                .putInt(65_535)
                .putInt(link)
                .putInt(5)
                .putInt(7)
                .putInt(length)
                .putInt(original)
                .put(bytes)
                .array();
    }
}
