package io.ipdk.softipu.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipdk.unit.MacAddress;
import io.ipdk.virtio.net.NetSettings;
import io.ipdk.virtio.net.VirtioNetDevice;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MacTableTest {
    private static final int QUOTA = 64;
    private static final long AGE = MacTable.MAX_AGE_NANOS;

    private final MacTable table = new MacTable(5, QUOTA, 12345);
    private final SwitchPort a = port(1);
    private final SwitchPort b = port(2);

    private static SwitchPort port(int number) {
        return new SwitchPort(new VirtioNetDevice(1, NetSettings.of(new MacAddress(number))));
    }

    @Test
    void whatWasLearnedIsFound() {
        assertThat(table.learn(7, a, 0)).isTrue();
        assertThat(table.find(7, AGE)).isSameAs(a);
        assertThat(table.find(8, 0)).isNull();
    }

    @Test
    void entriesAgeAndAreRefreshed() {
        table.learn(7, a, 0);
        assertThat(table.find(7, AGE + 1)).isNull();
        assertThat(table.refresh(7, a, AGE)).isTrue();
        assertThat(table.find(7, AGE + 1)).isSameAs(a);
        assertThat(table.refresh(7, b, AGE)).isFalse();
    }

    @Test
    void aPortCannotFillTheTableAtTheOthersCost() {
        Random random = new Random(1);
        for (int i = 0; i < 20; i++) {
            assertThat(table.learn(1000 + i, b, 0)).isTrue();
        }
        for (int i = 0; i < 100_000; i++) {
            table.learn(random.nextLong() & 0xffff_ffff_ffffL, a, 1);
        }
        assertThat(a.learned).isLessThanOrEqualTo(QUOTA);
        for (int i = 0; i < 20; i++) {
            assertThat(table.find(1000 + i, 1)).isSameAs(b);
        }
        assertThat(table.learn(999, b, 1)).isTrue();
    }

    @Test
    void beyondItsQuotaAPortReplacesItsOwnOldest() {
        for (int i = 0; i < 2000; i++) {
            table.learn(i, a, i);
        }
        assertThat(table.find(1999, 2000) == a || a.learned == QUOTA).isTrue();
        assertThat(a.learned).isEqualTo(QUOTA);
    }

    @Test
    void agedEntriesGiveTheQuotaBack() {
        for (int i = 0; i < 1000; i++) {
            table.learn(i, a, 0);
        }
        assertThat(a.learned).isEqualTo(QUOTA);
        table.sweep(32, AGE + 1);
        assertThat(a.learned).isZero();
        assertThat(table.learn(5000, a, AGE + 1)).isTrue();
    }

    @Test
    void anAddressThatMovesChangesTheCounts() {
        table.learn(7, a, 0);
        table.learn(7, b, 1);
        assertThat(table.find(7, 1)).isSameAs(b);
        assertThat(a.learned).isZero();
        assertThat(b.learned).isEqualTo(1);
    }

    @Test
    void aForgottenPortLeavesNothing() {
        for (int i = 0; i < 50; i++) {
            table.learn(i, i % 2 == 0 ? a : b, 0);
        }
        table.forget(a);
        assertThat(a.learned).isZero();
        for (int i = 0; i < 50; i += 2) {
            assertThat(table.find(i, 0)).isNull();
            assertThat(table.find(i + 1, 0)).isSameAs(b);
        }
    }
}
