package io.ipdk.virtio.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class EventIndexTest {
    @Test
    void notifiesWhenTheIndexMovesPastTheEvent() {
        assertThat(EventIndex.passed(4, 5, 1)).isTrue();
        assertThat(EventIndex.passed(4, 7, 3)).isTrue();
        assertThat(EventIndex.passed(4, 4, 1)).isFalse();
        assertThat(EventIndex.passed(4, 7, 2)).isFalse();
    }

    /** Walks the index entry by entry, as the specification words it, over every place of the 16-bit circle. */
    @Test
    void agreesWithWalkingEntryByEntry() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 100_000; i++) {
            int old = random.nextInt(0x10000);
            int moved = random.nextInt(1, 512);
            int event = (old + random.nextInt(-600, 600)) & 0xffff;
            boolean expected = false;
            for (int step = 0; step < moved; step++) {
                expected |= ((old + step) & 0xffff) == event;
            }
            assertThat(EventIndex.passed((short) event, old + moved, moved))
                    .as("event %d, from %d by %d", event, old, moved)
                    .isEqualTo(expected);
        }
    }

    @Test
    void alwaysNotifiesAfterAFullCircle() {
        for (int event = 0; event < 0x10000; event++) {
            assertThat(EventIndex.passed(event, 77, 0x10000)).isTrue();
        }
    }
}
