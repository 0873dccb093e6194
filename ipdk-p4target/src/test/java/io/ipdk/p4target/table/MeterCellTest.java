package io.ipdk.p4target.table;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MeterCellTest {
    private static final long SECOND = 1_000_000_000;

    private static int colour(MeterCell meter, long now) {
        return meter.colour(1, 100, MeterCell.GREEN, now);
    }

    @Test
    void withoutConfigurationAllIsGreen() {
        assertThat(colour(new MeterCell(), 0)).isEqualTo(MeterCell.GREEN);
    }

    @Test
    void twoRatesGiveThreeColoursAndTheBucketsFillWithTime() {
        MeterCell meter = new MeterCell();
        meter.configure(new MeterCell.Rates(1, 1, 2, 2, false), 0);

        assertThat(colour(meter, 0)).isEqualTo(MeterCell.GREEN);
        assertThat(colour(meter, 0)).isEqualTo(MeterCell.YELLOW);
        assertThat(colour(meter, 0)).isEqualTo(MeterCell.RED);
        assertThat(colour(meter, SECOND)).isEqualTo(MeterCell.GREEN);
        assertThat(colour(meter, SECOND)).isEqualTo(MeterCell.YELLOW);
        assertThat(meter.packets(MeterCell.YELLOW)).isEqualTo(2);
        assertThat(meter.bytes(MeterCell.RED)).isEqualTo(100);
    }

    @Test
    void aSingleRateSpillsIntoTheExcessBurst() {
        MeterCell meter = new MeterCell();
        meter.configure(new MeterCell.Rates(1, 1, 0, 2, true), 0);

        assertThat(colour(meter, 0)).isEqualTo(MeterCell.GREEN);
        assertThat(colour(meter, 0)).isEqualTo(MeterCell.YELLOW);
        assertThat(colour(meter, 0)).isEqualTo(MeterCell.YELLOW);
        assertThat(colour(meter, 0)).isEqualTo(MeterCell.RED);
        assertThat(colour(meter, 2 * SECOND)).isEqualTo(MeterCell.GREEN);
        assertThat(colour(meter, 2 * SECOND)).isEqualTo(MeterCell.YELLOW);
        assertThat(colour(meter, 2 * SECOND)).isEqualTo(MeterCell.RED);
    }

    @Test
    void aPacketThatCameRedStaysRed() {
        MeterCell meter = new MeterCell();
        meter.configure(new MeterCell.Rates(9, 9, 9, 9, false), 0);

        assertThat(meter.colour(1, 1, MeterCell.RED, 0)).isEqualTo(MeterCell.RED);
    }
}
