package io.ipdk.nativeaccess.dpdk.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipdk.nativeaccess.memory.RawMemory;
import io.ipdk.nativeaccess.posix.DirectMemory;
import org.junit.jupiter.api.Test;

class MbufLedgerTest {
    private final MbufLedger ledger = new MbufLedger();
    private final DirectMemory array = DirectMemory.allocate(64);

    @Test
    void whatIsHeldCanBeGivenBackOnce() {
        put(0x1000, 0x2000);
        ledger.acquired(array.address(), 2);
        ledger.released(array.address(), 2, "freed");

        assertThat(ledger.size()).isZero();
        assertThatThrownBy(() -> ledger.released(array.address(), 1, "freed"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("0x1000")
                .hasMessageContaining("already given back");
    }

    @Test
    void aBurstWithTheSameMbufTwiceIsRefusedAsAWhole() {
        put(0x1000, 0x1000);
        ledger.acquired(array.address(), 1);

        assertThatThrownBy(() -> ledger.released(array.address(), 2, "sent")).hasMessageContaining("sent");
        assertThat(ledger.size()).isOne();
    }

    private void put(long... mbufs) {
        for (int i = 0; i < mbufs.length; i++) {
            RawMemory.putLong(array.address() + i * 8L, mbufs[i]);
        }
    }
}
