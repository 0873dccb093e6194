package io.ipdk.nativeaccess.dpdk;

/** How much DPDK prints. Immutable. */
public enum EalLogLevel {
    ERROR(4),
    WARNING(5),
    NOTICE(6),
    INFO(7),
    DEBUG(8);

    private final int number;

    EalLogLevel(int number) {
        this.number = number;
    }

    /** The number that {@code --log-level} takes. */
    int number() {
        return number;
    }
}
