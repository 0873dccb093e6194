package io.ipdk.p4target.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class HashesTest {
    private static final byte[] CHECK = "123456789".getBytes(StandardCharsets.US_ASCII);

    @Test
    void checksOfTheUsualNineDigitsAreTheKnownOnes() {
        assertThat(Crc.CRC16.of(CHECK, 0, 9)).isEqualTo(0xBB3D);
        assertThat(Crc.CRC32.of(CHECK, 0, 9)).isEqualTo(0xCBF43926L);
        assertThat(Crc.CCITT.of(CHECK, 0, 9)).isEqualTo(0x29B1);
        assertThat(Crc.CRC8.of(CHECK, 0, 9)).isEqualTo(0xF4);
    }

    @Test
    void xxh64GivesThePublishedValues() {
        assertThat(Hashes.xxh64(new byte[0], 0, 0)).isEqualTo(0xEF46DB3751D8E999L);
        assertThat(Hashes.xxh64(new byte[] {'a'}, 0, 1)).isEqualTo(0xD24EC4F1A98C6E5BL);
    }

    @Test
    void theInternetChecksumOfAHeaderWithItsChecksumIsZero() {
        byte[] header = HexFormat.of().parseHex("45000023000000004011aec8c00002010a000001");

        assertThat(Hashes.checksum(header, 0, header.length)).isZero();
    }
}
