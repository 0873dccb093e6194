package io.ipdk.nativeaccess.dpdk.layout;

/**
 * {@code struct rte_eth_dev_info}: the fields read here. What does not differ between the ABIs is a constant.
 *
 * <p>Immutable.
 *
 * @param maxRxQueues 16 bits
 * @param maxTxQueues 16 bits
 * @param maxMacAddresses 32 bits
 */
public record EthDevInfoLayout(int maxRxQueues, int maxTxQueues, int maxMacAddresses) {
    /** The length. */
    public static final int BYTES = 376;

    public static final int DRIVER_NAME = 8;
    public static final int MIN_MTU = 20;
    public static final int MAX_MTU = 22;
    public static final int RX_OFFLOADS = 72;
    public static final int TX_OFFLOADS = 80;
    public static final int RETA_SIZE = 104;
    public static final int HASH_KEY_SIZE = 106;
    public static final int RSS_TYPES = 112;
    public static final int RX_DESCRIPTOR_LIMITS = 262;
    public static final int TX_DESCRIPTOR_LIMITS = 272;
    public static final int SPEED_CAPABILITIES = 284;

    static final EthDevInfoLayout OF_22_11 = new EthDevInfoLayout(44, 46, 48);
    static final EthDevInfoLayout FROM_23_11 = new EthDevInfoLayout(48, 50, 52);
}
