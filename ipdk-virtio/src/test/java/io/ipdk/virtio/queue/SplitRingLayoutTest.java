package io.ipdk.virtio.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SplitRingLayoutTest {
    /** The three formulas of virtio 1.2, §2.7, for a ring of 256. */
    @Test
    void hasTheSizesOfTheSpecification() {
        assertThat(SplitRingLayout.descriptorTableBytes(256)).isEqualTo(4096);
        assertThat(SplitRingLayout.availRingBytes(256)).isEqualTo(6 + 2 * 256);
        assertThat(SplitRingLayout.usedRingBytes(256)).isEqualTo(6 + 8 * 256);
        assertThat(SplitRingLayout.usedEvent(256)).isEqualTo(4 + 2 * 256);
        assertThat(SplitRingLayout.availEvent(256)).isEqualTo(4 + 8 * 256);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 64, 256, 32768})
    void takesPowersOfTwoUpTo32768(int size) {
        assertThat(SplitRingLayout.isQueueSize(size)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 3, 96, 32767, 65536, Integer.MIN_VALUE})
    void refusesAllOtherQueueSizes(int size) {
        assertThat(SplitRingLayout.isQueueSize(size)).isFalse();
        assertThatThrownBy(() -> SplitRingLayout.requireQueueSize(size)).hasMessageContaining("queue size " + size);
    }
}
