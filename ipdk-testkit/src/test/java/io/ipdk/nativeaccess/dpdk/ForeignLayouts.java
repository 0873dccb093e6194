package io.ipdk.nativeaccess.dpdk;

import io.ipdk.nativeaccess.dpdk.layout.DpdkAbi;

/** Proves the layouts of another ABI than the one that runs: the proof must find out and touch nothing. */
public final class ForeignLayouts {
    private ForeignLayouts() {}

    public static LayoutReport prove(Eal eal, DpdkAbi abi) {
        return eal.context().run(() -> LayoutProof.run(eal.context(), abi));
    }
}
