package io.ipdk.p4runtime.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipdk.error.InvalidSpecException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ElectionIdTest {
    @Test
    void bothHalvesAreUnsigned() {
        assertThat(ElectionId.of(-1)).isGreaterThan(ElectionId.of(1));
        assertThat(ElectionId.of(-1, 0)).isGreaterThan(ElectionId.of(1, -1));
        assertThat(ElectionId.of(1, 0)).isGreaterThan(ElectionId.of(-1));
    }

    @Test
    void theNextOneCarries() {
        assertThat(ElectionId.of(-1).next()).isEqualTo(ElectionId.of(1, 0));
        assertThat(ElectionId.of(1).next()).isEqualTo(ElectionId.of(2));
        assertThatThrownBy(ElectionId.MAX::next).isInstanceOf(InvalidSpecException.class);
    }

    @Test
    void theWireFormIsKept() {
        ElectionId id = ElectionId.of(-7, 12);

        assertThat(ElectionId.of(id.toProto())).isEqualTo(id);
        assertThat(ElectionId.of(-1)).hasToString("18446744073709551615");
        assertThat(ElectionId.of(1, 2)).hasToString("1:2");
    }

    @Test
    void whoTakesOverOutranksAllBefore() {
        TakeOver outrank = TakeOver.outrank();

        assertThat(outrank.primaryGone(ElectionId.of(1), ElectionId.of(5))).contains(ElectionId.of(6));
        assertThat(outrank.primaryGone(ElectionId.of(9), ElectionId.of(5))).contains(ElectionId.of(9));
        assertThat(outrank.primaryGone(ElectionId.of(1), ElectionId.MAX)).contains(ElectionId.MAX);
        assertThat(TakeOver.inherit().primaryGone(ElectionId.of(1), ElectionId.of(5)))
                .contains(ElectionId.of(5));
        assertThat(TakeOver.never().primaryGone(ElectionId.of(1), ElectionId.of(5)))
                .isEmpty();
    }

    @Test
    void waitsDoubleUpToTheMost() {
        BackOff backOff = new BackOff(Duration.ofMillis(100), Duration.ofMillis(500));

        assertThat(backOff.after(1)).isEqualTo(Duration.ofMillis(100));
        assertThat(backOff.after(3)).isEqualTo(Duration.ofMillis(400));
        assertThat(backOff.after(4)).isEqualTo(Duration.ofMillis(500));
        assertThat(backOff.after(1_000_000)).isEqualTo(Duration.ofMillis(500));
        assertThatThrownBy(() -> new BackOff(Duration.ZERO, Duration.ZERO)).isInstanceOf(InvalidSpecException.class);
    }
}
