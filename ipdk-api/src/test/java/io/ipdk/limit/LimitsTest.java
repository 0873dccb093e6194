package io.ipdk.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.ipdk.unit.Bandwidth;
import io.ipdk.unit.DataSize;
import io.ipdk.unit.Iops;
import org.junit.jupiter.api.Test;

class LimitsTest {

    @Test
    void aRateAloneGetsTheBurstOfTenMilliseconds() {
        assertThat(BandwidthLimit.of(Bandwidth.gbps(8)).burst()).isEqualTo(DataSize.bytes(10_000_000));
        assertThat(IopsLimit.of(Iops.iops(5000)).burst()).isEqualTo(50);
    }

    @Test
    void aSmallRateStillLetsOneLargeFrameOrOneOperationPass() {
        assertThat(BandwidthLimit.of(Bandwidth.mbps(1)).burst()).isEqualTo(DataSize.kib(64));
        assertThat(IopsLimit.of(Iops.iops(1)).burst()).isEqualTo(1);
    }

    @Test
    void aRateWithoutBurstAndABurstWithoutRateAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BandwidthLimit(Bandwidth.mbps(1), DataSize.ZERO))
                .withMessageContaining("1 Mbit/s")
                .withMessageContaining("UNLIMITED");
        assertThatIllegalArgumentException().isThrownBy(() -> new IopsLimit(Iops.iops(0), 3));
        assertThat(BandwidthLimit.UNLIMITED.isUnlimited()).isTrue();
    }
}
