package io.ipdk.examples.dpdk;

/** What a forwarder does to frames. Immutable. */
public enum ForwardMode {
    /** Nothing: they are not looked at. */
    IO,
    /** Exchanges the addresses of each. */
    MAC_SWAP
}
