package io.ipdk.p4runtime.metric;

/** Counts nothing. */
enum NoMetrics implements P4RuntimeMetrics {
    INSTANCE
}
