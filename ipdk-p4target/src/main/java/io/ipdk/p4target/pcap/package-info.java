/** Packets in capture files: read, replayed into a pipeline in the order of their times, and written where they leave. */
@NullMarked
package io.ipdk.p4target.pcap;

import org.jspecify.annotations.NullMarked;
