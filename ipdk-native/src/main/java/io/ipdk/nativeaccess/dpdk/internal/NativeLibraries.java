package io.ipdk.nativeaccess.dpdk.internal;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import io.ipdk.nativeaccess.dpdk.layout.DpdkAbi;
import java.util.ArrayList;
import java.util.List;

/** DPDK's libraries of one ABI, opened and bound. Thread-safe. */
public final class NativeLibraries {
    /** The system property that names the one ABI to look for, such as {@code 23}, where several are installed. */
    public static final String ABI_PROPERTY = "io.ipdk.dpdk.abi";

    private final DpdkAbi abi;
    private final NativeLibrary eal;
    private final NativeLibrary mempool;
    private final NativeLibrary ethdev;

    private NativeLibraries(DpdkAbi abi) {
        this.abi = abi;
        eal = open("eal", abi);
        mempool = open("mempool", abi);
        ethdev = open("ethdev", abi);
        Native.register(EalLibrary.class, eal);
        Native.register(MempoolLibrary.class, mempool);
        Native.register(MbufLibrary.class, open("mbuf", abi));
        Native.register(EthdevLibrary.class, ethdev);
    }

    /** What an attempt to open DPDK gave: the libraries, or for each ABI the reason why not. Immutable. */
    public record Attempt(List<NativeLibraries> found, List<String> refusals) {}

    /** Tries the ABIs in their order and opens the first that is there. */
    public static Attempt open() {
        List<String> refusals = new ArrayList<>();
        String only = System.getProperty(ABI_PROPERTY, "");
        for (DpdkAbi abi : DpdkAbi.values()) {
            if (!only.isEmpty() && !only.equals(String.valueOf(abi.major()))) {
                continue;
            }
            try {
                return new Attempt(List.of(new NativeLibraries(abi)), refusals);
            } catch (LinkageError e) {
                refusals.add(name("eal", abi) + " (DPDK " + abi.release() + "): "
                        + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
            }
        }
        if (refusals.isEmpty()) {
            refusals.add(ABI_PROPERTY + "=" + only + ", which is none of 23 to 26");
        }
        return new Attempt(List.of(), refusals);
    }

    /** One more library of the same ABI, such as {@code cryptodev}, which not every installation has. */
    public NativeLibrary open(String library) {
        return open(library, abi);
    }

    private static NativeLibrary open(String library, DpdkAbi abi) {
        return NativeLibrary.getInstance(name(library, abi));
    }

    private static String name(String library, DpdkAbi abi) {
        return "librte_" + library + ".so." + abi.major();
    }

    public DpdkAbi abi() {
        return abi;
    }

    /** What {@code rte_version} says: {@code DPDK 22.11.11}. */
    public String version() {
        return CText.at(EalLibrary.rte_version());
    }

    /** The file that the library of the EAL came from. */
    public String file() {
        return String.valueOf(eal.getFile());
    }

    /** The array {@code rte_eth_fp_ops}. */
    public long fastPathArray() {
        return address(ethdev, "rte_eth_fp_ops");
    }

    /** The structure {@code rte_mempool_ops_table}. */
    public long mempoolOpsTable() {
        return address(mempool, "rte_mempool_ops_table");
    }

    /** Where {@code rte_errno} of the calling thread lies; DPDK keeps one per thread. */
    public long errnoOfThisThread() {
        return address(eal, "per_lcore__rte_errno");
    }

    /** Where the lcore number of the calling thread lies. */
    public long lcoreOfThisThread() {
        return address(eal, "per_lcore__lcore_id");
    }

    private static long address(NativeLibrary library, String symbol) {
        return com.sun.jna.Pointer.nativeValue(library.getGlobalVariableAddress(symbol));
    }
}
