package io.ipdk.p4target.server;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** Counters as they run. Thread-safe. */
final class LiveCounters {
    final AtomicLong openStreams = new AtomicLong();
    final LongAdder droppedNotices = new LongAdder();
    final LongAdder refusedPacketOuts = new LongAdder();
}
