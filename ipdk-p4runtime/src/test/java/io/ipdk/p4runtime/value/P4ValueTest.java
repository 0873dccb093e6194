package io.ipdk.p4runtime.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.ipdk.error.InvalidSpecException;
import io.ipdk.unit.MacAddress;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class P4ValueTest {
    @Test
    void everyWayToSayANumberIsEqual() {
        P4Value value = P4Value.of(0x0a000001);

        assertThat(P4Value.ipv4("10.0.0.1")).isEqualTo(value).hasSameHashCodeAs(value);
        assertThat(P4Value.parse("0x0a000001")).isEqualTo(value);
        assertThat(P4Value.parse("167772161")).isEqualTo(value);
        assertThat(P4Value.of(BigInteger.valueOf(0x0a000001))).isEqualTo(value);
        assertThat(P4Value.of(new byte[] {0, 0, 0x0a, 0, 0, 1})).isEqualTo(value);
        assertThat(P4Value.text("10.0.0.1")).isNotEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 00",
        "1, 01",
        "255, ff",
        "256, 0100",
        "65535, ffff",
        "65536, 010000",
        "0xffffffffffffffff, ffffffffffffffff"
    })
    void bytesAreTheShortest(String text, String hex) {
        assertThat(Bits.hex(P4Value.parse(text).toByteString())).isEqualTo(hex);
    }

    @Test
    void numbersOfAnySizeKeepTheirValue() {
        Random random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            BigInteger number = new BigInteger(random.nextInt(200), random);
            P4Value value = P4Value.of(number);

            assertThat(value.asBigInteger()).isEqualTo(number);
            assertThat(value.bitLength()).isEqualTo(number.bitLength());
            assertThat(value.toByteString().size()).isEqualTo(Math.max(1, (number.bitLength() + 7) / 8));
            assertThat(P4Value.parse(number.toString())).isEqualTo(value);
            if (number.bitLength() < 64) {
                assertThat(value.asLong()).isEqualTo(number.longValueExact());
                assertThat(P4Value.of(number.longValueExact())).isEqualTo(value);
            }
        }
    }

    @Test
    void bitArithmeticAgreesWithBigInteger() {
        Random random = new Random(8);
        for (int i = 0; i < 5_000; i++) {
            BigInteger left = new BigInteger(random.nextInt(130), random);
            BigInteger right = new BigInteger(random.nextInt(130), random);
            int count = random.nextInt(140);
            ByteString l = P4Value.of(left).toByteString();
            ByteString r = P4Value.of(right).toByteString();

            assertThat(P4Value.of(Bits.and(l, r)).asBigInteger()).isEqualTo(left.and(right));
            assertThat(P4Value.of(Bits.clearLow(l, count)).asBigInteger())
                    .isEqualTo(left.shiftRight(count).shiftLeft(count));
            assertThat(Bits.clearLow(l, count)).isEqualTo(Bits.canonical(Bits.clearLow(l, count)));
            assertThat(Integer.signum(Bits.compare(l, r))).isEqualTo(left.compareTo(right));
            assertThat(Bits.isOnes(Bits.ones(1 + count), 1 + count)).isTrue();
            assertThat(Bits.isOnes(l, count))
                    .isEqualTo(count > 0 && left.bitLength() == count && left.bitCount() == count);
        }
    }

    @Test
    void addressesComeBackAsAddresses() throws UnknownHostException {
        assertThat(P4Value.of(MacAddress.of("02:00:00:00:00:01")).asMac())
                .isEqualTo(MacAddress.of("02:00:00:00:00:01"));
        assertThat(P4Value.of(0x0a000001).asIpv4()).isEqualTo(InetAddress.getByAddress(new byte[] {10, 0, 0, 1}));
        assertThat(P4Value.ipv6("2001:db8::1").asIpv6().getHostAddress()).isEqualTo("2001:db8:0:0:0:0:0:1");
        assertThat(P4Value.of(P4Value.ipv6("::1").asIpv6())).isEqualTo(P4Value.of(1));
        assertThat(P4Value.mac("2:0:0:0:0:1")).isEqualTo(P4Value.mac("02-00-00-00-00-01"));
    }

    @ParameterizedTest
    @CsvSource({
        "::, 0",
        "::1, 1",
        "1::, 10000000000000000000000000000",
        "::ffff:10.0.0.1, ffff0a000001",
        "1:2:3:4:5:6:7:8, 10002000300040005000600070008",
        "2001:DB8::, 20010db8000000000000000000000000",
        "1:2:3:4:5:6:1.2.3.4, 10002000300040005000601020304"
    })
    void ipv6TextIsReadAsRfc4291Says(String text, String hex) {
        assertThat(P4Value.ipv6(text).asBigInteger()).isEqualTo(new BigInteger(hex, 16));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "x",
                "-1",
                "1.2.3",
                "1.2.3.4.5",
                "256.0.0.1",
                "1..2.3",
                "0x",
                "0xg",
                "0b2",
                "1e3",
                ":",
                ":::",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1::2::3",
                "12345::",
                "::g",
                "1.2.3.4::",
                "02:00:00:00:00:0g",
                "02:00:00:00:00",
                "\uff11",
                "1:2:3:4:5:6:7::8:9"
            })
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> P4Value.parse(text)).isInstanceOf(InvalidSpecException.class);
    }

    @Test
    void valuesThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> P4Value.of(-1))
                .isInstanceOf(InvalidSpecException.class)
                .hasMessageContaining("-1");
        assertThatThrownBy(() -> P4Value.of(BigInteger.ONE.negate())).isInstanceOf(InvalidSpecException.class);
        assertThatThrownBy(() -> P4Value.of(new byte[0])).isInstanceOf(InvalidSpecException.class);
        assertThatThrownBy(() -> P4Value.ofUnsigned(-1).asLong()).isInstanceOf(InvalidSpecException.class);
        assertThatThrownBy(() -> P4Value.of(1L << 31).asInt()).isInstanceOf(InvalidSpecException.class);
        assertThatThrownBy(() -> P4Value.of(1L << 48).asMac()).isInstanceOf(InvalidSpecException.class);
        assertThatThrownBy(() -> P4Value.of(1L << 32).asIpv4()).isInstanceOf(InvalidSpecException.class);
        assertThatThrownBy(() -> P4Value.text("a").asLong()).isInstanceOf(InvalidSpecException.class);
        assertThatThrownBy(() -> P4Value.of(1).asText()).isInstanceOf(InvalidSpecException.class);
        assertThatThrownBy(() -> P4Value.mac("10.0.0.1")).isInstanceOf(InvalidSpecException.class);
        assertThatThrownBy(() -> P4Value.parse("9".repeat(100_000))).isInstanceOf(InvalidSpecException.class);
    }

    @Test
    void valuesShowAsPeopleWriteThem() {
        assertThat(P4Value.of(80)).hasToString("80");
        assertThat(P4Value.of(0x123456)).hasToString("0x123456");
        assertThat(P4Value.ipv4("10.0.0.1")).hasToString("10.0.0.1");
        assertThat(P4Value.mac("2:0:0:0:0:1")).hasToString("02:00:00:00:00:01");
        assertThat(P4Value.text("Ethernet0")).hasToString("'Ethernet0'");
    }
}
