package io.ipdk.nativeaccess.dpdk.layout;

import java.util.Arrays;
import java.util.Optional;

/**
 * The ABIs of DPDK's long-term releases, newest first. Within one, the stable part of the ABI does not change.
 *
 * <p>Immutable.
 */
public enum DpdkAbi {
    /** DPDK 25.11. */
    ABI_26(26, "25.11", FastPathLayout.FROM_23_11, EthDevInfoLayout.FROM_23_11, 2280, 32, 64),
    /** DPDK 24.11. */
    ABI_25(25, "24.11", FastPathLayout.FROM_23_11, EthDevInfoLayout.FROM_23_11, 2280, 32, 704),
    /** DPDK 23.11. */
    ABI_24(24, "23.11", FastPathLayout.FROM_23_11, EthDevInfoLayout.FROM_23_11, 2280, 32, 704),
    /** DPDK 22.11. */
    ABI_23(23, "22.11", FastPathLayout.OF_22_11, EthDevInfoLayout.OF_22_11, 2272, 24, 704);

    private final int major;
    private final String release;
    private final FastPathLayout fastPath;
    private final EthDevInfoLayout devInfo;
    private final int ethConfBytes;
    private final int rssConfBytes;
    private final int ethStatsBytes;

    DpdkAbi(
            int major,
            String release,
            FastPathLayout fastPath,
            EthDevInfoLayout devInfo,
            int ethConfBytes,
            int rssConfBytes,
            int ethStatsBytes) {
        this.major = major;
        this.release = release;
        this.fastPath = fastPath;
        this.devInfo = devInfo;
        this.ethConfBytes = ethConfBytes;
        this.rssConfBytes = rssConfBytes;
        this.ethStatsBytes = ethStatsBytes;
    }

    /** The number at the end of the libraries' names: {@code librte_eal.so.23}. */
    public int major() {
        return major;
    }

    /** The long-term release: {@code 22.11}. */
    public String release() {
        return release;
    }

    /** {@code rte_eth_fp_ops}. */
    public FastPathLayout fastPath() {
        return fastPath;
    }

    /** {@code rte_eth_dev_info}. */
    public EthDevInfoLayout devInfo() {
        return devInfo;
    }

    /** The length of {@code rte_eth_conf}. */
    public int ethConfBytes() {
        return ethConfBytes;
    }

    /** The length of {@code rte_eth_rss_conf}. */
    public int rssConfBytes() {
        return rssConfBytes;
    }

    /** The length of {@code rte_eth_stats}, which lost its arrays per queue in 25.11. */
    public int ethStatsBytes() {
        return ethStatsBytes;
    }

    /** The ABI that a version text, such as {@code DPDK 22.11.11}, belongs to; empty if it is none of these. */
    public static Optional<DpdkAbi> ofVersion(String version) {
        String number = version.replaceFirst("^DPDK ", "");
        return Arrays.stream(values())
                .filter(abi -> number.equals(abi.release) || number.startsWith(abi.release + "."))
                .findFirst();
    }
}
