package io.ipdk.softipu.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackOffTest {

    @Test
    void doublesFromTheFirstToTheLongestPause() {
        BackOff backOff = new BackOff(Duration.ofMillis(100), Duration.ofSeconds(1));
        assertThat(IntStream.of(1, 2, 3, 4, 5, 6, 1000).mapToLong(backOff::pauseMillis))
                .containsExactly(100L, 200L, 400L, 800L, 1000L, 1000L, 1000L);
    }

    @Test
    void doesNotOverflowWithALongFirstPause() {
        BackOff backOff = new BackOff(Duration.ofDays(10), Duration.ofDays(11));
        assertThat(backOff.pauseMillis(Integer.MAX_VALUE))
                .isEqualTo(Duration.ofDays(11).toMillis());
    }

    @Test
    void refusesPausesThatShrink() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BackOff(Duration.ofSeconds(2), Duration.ofSeconds(1)));
    }
}
