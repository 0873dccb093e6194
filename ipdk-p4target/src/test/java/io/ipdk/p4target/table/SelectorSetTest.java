package io.ipdk.p4target.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SelectorSetTest {
    private static final SelectorSet SET = new SelectorSet(
            List.of(new SelectorSet.Choice(1, null, 2, 5), new SelectorSet.Choice(2, null, 1, 6)), 1, 0);

    private static int member(long hash, PortStates ports) {
        SelectorSet.Choice choice = SET.pick(hash, ports);
        return choice == null ? 0 : choice.member();
    }

    @Test
    void aChoiceIsTakenAsOftenAsItsWeight() {
        PortStates up = new PortStates();

        assertThat(List.of(member(0, up), member(1, up), member(2, up), member(3, up), member(-1, up)))
                .containsExactly(1, 1, 2, 1, 1);
    }

    @Test
    void aChoiceWhosePortIsDownIsLeftOutAndComesBack() {
        PortStates down = new PortStates().with(5, false);

        assertThat(member(0, down)).isEqualTo(2);
        assertThat(member(0, down.with(6, false))).isZero();
        assertThat(member(0, down.with(5, true))).isEqualTo(1);
    }
}
