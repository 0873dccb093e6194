package io.ipdk.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnitsTest {

    @Test
    void macAddressReadsBothSeparatorsAndWritesTheCanonicalForm() {
        assertThat(MacAddress.of("52-54-00-AB-cd-0f")).hasToString("52:54:00:ab:cd:0f");
        assertThat(MacAddress.of("01:00:5e:00:00:01").isMulticast()).isTrue();
        assertThat(MacAddress.of("02:00:00:00:00:01").isLocallyAdministered()).isTrue();
        assertThat(MacAddress.of("00:00:00:00:00:01").bits()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "52:54:00:12:34", "52:54:00:12:34:5g", "525400123456", "52:54:00:12:34:56:78"})
    void macAddressNamesWhatItCannotRead(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MacAddress.of(text))
                .withMessageContaining("'" + text + "'")
                .withMessageContaining("six pairs");
    }

    @Test
    void macAddressRefusesMoreThan48Bits() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MacAddress(1L << 48))
                .withMessageContaining("0x1000000000000");
    }

    @Test
    void pciAddressReadsTheShortFormAsDomainZero() {
        assertThat(PciAddress.of("01:1f.7"))
                .isEqualTo(PciAddress.of("0000:01:1f.7"))
                .hasToString("0000:01:1f.7");
        assertThat(PciAddress.of("00:02.0")).isLessThan(PciAddress.of("01:00.0"));
    }

    @Test
    void pciAddressNamesThePartThatIsOutOfRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PciAddress.of("00:20.0"))
                .withMessageContaining("device 32 is out of range 0–31");
        assertThatIllegalArgumentException().isThrownBy(() -> PciAddress.of("00:01.8"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 B", "1 B", "1023 B", "4 KiB", "10 GiB", "1025 MiB", "3 TiB"})
    void dataSizeReadsBackWhatItWrites(String text) {
        assertThat(DataSize.of(text)).hasToString(text);
    }

    @Test
    void dataSizeUsesBinaryMultiplesAndNeverOverflows() {
        assertThat(DataSize.of("64KiB").bytes()).isEqualTo(65536);
        assertThat(DataSize.gib(2).bytes()).isEqualTo(2L << 30);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DataSize.of("5 GB"))
                .withMessageContaining("10GiB");
        assertThatIllegalArgumentException().isThrownBy(() -> new DataSize(-1));
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> DataSize.gib(Long.MAX_VALUE))
                .isInstanceOf(ArithmeticException.class);
    }

    @Test
    void bandwidthUsesDecimalMultiplesOfBits() {
        assertThat(Bandwidth.gbps(25).bitsPerSecond()).isEqualTo(25_000_000_000L);
        assertThat(Bandwidth.gbps(25)).hasToString("25 Gbit/s");
        assertThat(Bandwidth.mbps(2500)).hasToString("2500 Mbit/s");
        assertThat(Bandwidth.bytesPerSecond(1_000_000)).isEqualTo(Bandwidth.mbps(8));
        assertThat(new Bandwidth(9).toBytesPerSecond()).isEqualTo(1);
    }
}
