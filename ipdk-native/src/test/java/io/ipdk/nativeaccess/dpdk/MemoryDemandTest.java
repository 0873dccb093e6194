package io.ipdk.nativeaccess.dpdk;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipdk.error.UnsupportedException;
import io.ipdk.nativeaccess.dpdk.layout.DpdkAbi;
import org.junit.jupiter.api.Test;

/** What is found out before DPDK is asked: it cannot be asked twice. */
class MemoryDemandTest {
    private static final String NONE_FREE = "HugePages_Total:     512\nHugePages_Free:        0\n";

    @Test
    void hugePagesThatAreAllTakenAreSaidBefore() {
        assertThatThrownBy(() -> MemoryDemand.requireHugePages(NONE_FREE, true))
                .isInstanceOf(UnsupportedException.class)
                .hasMessageContaining("nr_hugepages")
                .hasMessageContaining("noHuge");
        assertThatThrownBy(() -> MemoryDemand.requireHugePages("", true)).isInstanceOf(UnsupportedException.class);
        assertThatThrownBy(() -> MemoryDemand.requireHugePages("HugePages_Free: 5\n", false))
                .isInstanceOf(UnsupportedException.class);
    }

    @Test
    void oneFreePageLetsDpdkTry() {
        assertThatCode(() -> MemoryDemand.requireHugePages("HugePages_Free:   1\n", true))
                .doesNotThrowAnyException();
    }

    @Test
    void aLibraryWhoseVersionIsNotThatOfItsAbiIsRefused() {
        assertThatThrownBy(() -> Dpdk.requireAgreement(DpdkAbi.ABI_23, "DPDK 22.07.0"))
                .isInstanceOf(UnsupportedException.class)
                .hasMessageContaining("librte_eal.so.23")
                .hasMessageContaining("22.11");
        assertThatCode(() -> Dpdk.requireAgreement(DpdkAbi.ABI_23, "DPDK 22.11.3"))
                .doesNotThrowAnyException();
    }
}
