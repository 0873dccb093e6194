package io.ipdk.nativeaccess.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipdk.nativeaccess.memory.RawMemory;
import org.junit.jupiter.api.Test;

class IoVectorTest {
    @Test
    void advanceDropsWholeRangesAndShortensTheNext() {
        try (IoVector vector = new IoVector(4)) {
            vector.add(1000, 10);
            vector.add(2000, 0);
            vector.add(3000, 20);
            vector.add(4000, 5);
            assertThat(vector.bytes()).isEqualTo(35);

            vector.advance(17);

            assertThat(vector.count()).isEqualTo(2);
            assertThat(vector.bytes()).isEqualTo(18);
            assertThat(RawMemory.getLong(vector.address())).isEqualTo(3007);
            assertThat(RawMemory.getLong(vector.address() + 8)).isEqualTo(13);

            vector.advance(13);
            assertThat(RawMemory.getLong(vector.address())).isEqualTo(4000);
        }
    }

    @Test
    void canBeUsedAgainAfterClear() {
        try (IoVector vector = new IoVector(1)) {
            vector.add(1000, 10);
            vector.advance(10);

            vector.clear();
            vector.add(2000, 3);

            assertThat(vector.count()).isEqualTo(1);
            assertThat(vector.bytes()).isEqualTo(3);
        }
    }

    @Test
    void fullVectorTakesNoMore() {
        try (IoVector vector = new IoVector(1)) {
            vector.add(1000, 10);

            assertThatThrownBy(() -> vector.add(2000, 1))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("1 ranges");
        }
    }

    @Test
    void lengthsAndSizesOutOfRangeAreRefused() {
        assertThatThrownBy(() -> new IoVector(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new IoVector(1025)).hasMessageContaining("1024");
        try (IoVector vector = new IoVector(1)) {
            assertThatThrownBy(() -> vector.add(1000, -1)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
