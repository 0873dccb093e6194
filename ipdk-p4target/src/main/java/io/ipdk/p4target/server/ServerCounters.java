package io.ipdk.p4target.server;

/**
 * What a server has done and dropped since it started.
 *
 * <p>Immutable.
 *
 * @param openStreams controllers' streams now
 * @param droppedNotices packet-ins, digest lists, idle notices and stream errors that slow controllers lost
 * @param refusedPacketOuts packet-outs that were dropped: not from the primary, or with metadata that P4Info does not have
 */
public record ServerCounters(long openStreams, long droppedNotices, long refusedPacketOuts) {}
