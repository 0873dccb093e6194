package io.ipdk.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipdk.device.FieldDifference;
import io.ipdk.error.InvalidSpecException;
import io.ipdk.unit.Bandwidth;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VirtualPortSpecTest {

    @Test
    void specsFromEqualStepsAreEqualAndDifferInNothing() {
        VirtualPortSpec one = VirtualPortSpec.of(p -> p.mac("52:54:00:00:00:01").mtu(9000));
        VirtualPortSpec two = VirtualPortSpec.of(p -> p.mtu(9000).mac("52:54:00:00:00:01"));

        assertThat(one).isEqualTo(two);
        assertThat(one.differences(two)).isEmpty();
    }

    @Test
    void aDifferenceNamesFieldBothValuesAndWhetherItIsLive() {
        VirtualPortSpec present = VirtualPortSpec.of(p -> p.queuePairs(2));
        VirtualPortSpec wanted = present.with(p -> p.queuePairs(4).rateLimit(Bandwidth.mbps(100)));

        assertThat(present.differences(wanted))
                .containsExactly(
                        new FieldDifference("queuePairs", "2", "4", false),
                        new FieldDifference("rateLimit", "unlimited", "100 Mbit/s burst 125000 B", true));
    }

    @Test
    void everyComponentTakesPartInTheComparison() {
        VirtualPortSpec other = VirtualPortSpec.of(p -> p.host("h1")
                .mac("52:54:00:00:00:01")
                .mtu(9000)
                .queuePairs(2)
                .linkSpeed(Bandwidth.gbps(25))
                .rateLimit(Bandwidth.gbps(1))
                .adminState(AdminState.DOWN)
                .antiSpoofing(true)
                .attachment(PortAttachment.APPLICATION));

        assertThat(VirtualPortSpec.defaults().differences(other))
                .hasSize(VirtualPortSpec.class.getRecordComponents().length);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 67, 65536})
    void anMtuOutOfRangeIsRefusedWithTheRange(int mtu) {
        assertThatThrownBy(() -> VirtualPortSpec.of(p -> p.mtu(mtu)))
                .isInstanceOf(InvalidSpecException.class)
                .hasMessageContaining("mtu is " + mtu)
                .hasMessageContaining("68–65535");
    }

    @Test
    void aMulticastMacIsRefused() {
        assertThatThrownBy(() -> VirtualPortSpec.of(p -> p.mac("01:00:5e:00:00:01")))
                .isInstanceOf(InvalidSpecException.class)
                .hasMessageContaining("01:00:5e:00:00:01");
    }
}
