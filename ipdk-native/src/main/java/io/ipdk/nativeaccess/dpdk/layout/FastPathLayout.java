package io.ipdk.nativeaccess.dpdk.layout;

/**
 * {@code struct rte_eth_fp_ops}: one entry of the array through which the inline burst functions reach a driver.
 *
 * <p>Immutable.
 *
 * @param rxBurst the receive function
 * @param rxData the array of receive queues
 * @param rxCallbacks the array of receive callbacks
 * @param txBurst the send function
 * @param txPrepare the function that makes offloads ready
 * @param txData the array of send queues
 * @param txCallbacks the array of send callbacks
 */
public record FastPathLayout(
        int rxBurst, int rxData, int rxCallbacks, int txBurst, int txPrepare, int txData, int txCallbacks) {
    /** The length of one entry. */
    public static final int BYTES = 128;

    /** Entries of the array: {@code RTE_MAX_ETHPORTS}. */
    public static final int ENTRIES = 32;

    static final FastPathLayout OF_22_11 = new FastPathLayout(0, 24, 32, 64, 72, 88, 96);
    static final FastPathLayout FROM_23_11 = new FastPathLayout(16, 0, 8, 80, 88, 64, 72);
}
