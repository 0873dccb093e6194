package io.ipdk.examples.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipdk.unit.Bandwidth;
import io.ipdk.unit.DataSize;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class NumbersTest {

    @Test
    void ratesHaveThreeDigitsAndDecimalUnits() {
        assertThat(Numbers.rate(new Bandwidth(999))).isEqualTo("999 bit/s");
        assertThat(Numbers.rate(new Bandwidth(98_765_432))).isEqualTo("98.8 Mbit/s");
        assertThat(Numbers.rate(new Bandwidth(1_234_567_890))).isEqualTo("1.23 Gbit/s");
    }

    @Test
    void sizesHaveBinaryUnits() {
        assertThat(Numbers.size(DataSize.kib(1536))).isEqualTo("1.50 MiB");
        assertThat(Numbers.size(DataSize.ZERO)).isEqualTo("0 B");
    }

    @Test
    void timesGoFromNanosecondsToSeconds() {
        assertThat(Numbers.time(Duration.ofNanos(12_345))).isEqualTo("12.3 µs");
        assertThat(Numbers.time(Duration.ofSeconds(90))).isEqualTo("90.0 s");
    }

    @Test
    void deviationsHaveASign() {
        assertThat(Numbers.deviation(200, 199)).isEqualTo("-0.5 %");
        assertThat(Numbers.deviation(200, 202)).isEqualTo("+1.0 %");
    }
}
