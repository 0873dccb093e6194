package io.ipdk.p4target.server.arbitration;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.p4.v1.Uint128;

class ElectionIdTest {
    @Test
    void isOrderedAsOneUnsignedNumber() {
        assertThat(new ElectionId(0, -1)).isGreaterThan(new ElectionId(0, 1));
        assertThat(new ElectionId(1, 0)).isGreaterThan(new ElectionId(0, -1));
        assertThat(new ElectionId(-1, 0)).isGreaterThan(new ElectionId(Long.MAX_VALUE, -1));
        assertThat(new ElectionId(3, 4)).isEqualByComparingTo(new ElectionId(3, 4));
    }

    @Test
    void survivesTheWire() {
        Uint128 message = Uint128.newBuilder().setHigh(-5).setLow(7).build();

        assertThat(ElectionId.of(message).toMessage()).isEqualTo(message);
        assertThat(new ElectionId(0, -1)).hasToString("18446744073709551615");
    }
}
