package io.ipdk.examples.p4switch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PartialChecksumTest {
    private static final String ETHERNET = "02ee0000000102aa00000001";

    /** UDP from 10.1.0.5 to 10.2.0.9 with payload, and the sum of its pseudo-header (0x1431) for a checksum. */
    private static final String UDP =
            "08004500002300010000401166b90a0100050a02000903e807d0000f" + "1431" + "7061796c6f6164";

    @Test
    void completesUdpInIpv4() {
        assertThat(completed(ETHERNET + UDP)).isEqualTo(ETHERNET + UDP.replace("000f1431", "000f22d8"));
    }

    @Test
    void completesBehindVlanTags() {
        assertThat(completed(ETHERNET + "88a80001" + "81000002" + UDP)).contains("000f22d8");
    }

    @Test
    void completesTcpInIpv6WithPaddingBehindIt() {
        // From ::1 to ::2, 20 bytes of TCP from port 1 to port 2; pseudo-header 0x1 + 0x2 + 20 + 6.
        String tcp = "00010002" + "00000000" + "00000000" + "50000000" + "001d" + "0000";
        String frame = ETHERNET + "86dd" + "6000000000140640" + "00".repeat(15) + "01" + "00".repeat(15) + "02" + tcp;

        String done = completed(frame + "ffff");
        assertThat(done).endsWith("afdf" + "0000" + "ffff");
    }

    @Test
    void leavesEverythingElseAlone() {
        for (String other : new String[] {
            ETHERNET + "0806" + "11".repeat(46),
            ETHERNET + UDP.replace("4011", "4001"),
            ETHERNET + "0800",
            ETHERNET + "8100",
            ETHERNET + UDP.substring(0, 50)
        }) {
            assertThat(completed(other)).isEqualTo(other);
        }
    }

    @Test
    void noBytesMakeItFail() {
        Random random = new Random(3);
        byte[] good = HexFormat.of().parseHex(ETHERNET + UDP);
        for (int round = 0; round < 20_000; round++) {
            byte[] frame = Arrays.copyOf(good, 1 + random.nextInt(80));
            for (int i = 0; i < 6; i++) {
                frame[random.nextInt(frame.length)] = (byte) random.nextInt();
            }
            byte[] before = frame.clone();
            PartialChecksum.complete(frame, frame.length);
            int addresses = Math.min(12, frame.length);
            assertThat(Arrays.equals(before, 0, addresses, frame, 0, addresses)).isTrue();
        }
    }

    private static String completed(String hex) {
        byte[] frame = HexFormat.of().parseHex(hex);
        PartialChecksum.complete(frame, frame.length);
        return HexFormat.of().formatHex(frame);
    }
}
