package io.ipdk.nativeaccess.dpdk.layout;

/** The structures of rte_flow, the same from 22.11 on. Immutable. */
public final class FlowLayout {
    public static final int ATTRIBUTES_BYTES = 12;
    public static final int ATTRIBUTES_GROUP = 0;
    public static final int ATTRIBUTES_PRIORITY = 4;
    public static final int ATTRIBUTES_DIRECTION = 8;

    public static final int ITEM_BYTES = 32;
    public static final int ITEM_TYPE = 0;
    public static final int ITEM_SPEC = 8;
    public static final int ITEM_MASK = 24;

    public static final int ACTION_BYTES = 16;
    public static final int ACTION_TYPE = 0;
    public static final int ACTION_CONF = 8;

    public static final int ERROR_BYTES = 24;
    public static final int ERROR_TYPE = 0;
    public static final int ERROR_MESSAGE = 16;

    public static final int RSS_BYTES = 40;
    public static final int RSS_TYPES = 8;
    public static final int RSS_QUEUE_COUNT = 20;
    public static final int RSS_QUEUES = 32;

    public static final int COUNT_QUERY_BYTES = 24;
    public static final int COUNT_QUERY_HITS = 8;
    public static final int COUNT_QUERY_OCTETS = 16;

    private FlowLayout() {}
}
