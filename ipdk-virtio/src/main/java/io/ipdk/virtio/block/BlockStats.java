package io.ipdk.virtio.block;

import java.util.List;

/**
 * What a disk has done since it was made; all queues together. Each number is exact, but they are read one after the other.
 *
 * <p>Immutable.
 *
 * @param reads requests answered with OK, as all counts of one type
 * @param errors requests answered with an I/O error
 * @param unsupported requests answered as unsupported
 * @param malformed chains that broke a rule of the ring or had no room for a status
 * @param throttled requests that had to wait for a limit
 */
public record BlockStats(
        long reads,
        long readBytes,
        long writes,
        long writtenBytes,
        long flushes,
        long discards,
        long writeZeroes,
        long errors,
        long unsupported,
        long malformed,
        long throttled) {

    static BlockStats sum(List<BlockCounters> queues) {
        return new BlockStats(
                sum(queues, BlockCounter.READS),
                sum(queues, BlockCounter.READ_BYTES),
                sum(queues, BlockCounter.WRITES),
                sum(queues, BlockCounter.WRITTEN_BYTES),
                sum(queues, BlockCounter.FLUSHES),
                sum(queues, BlockCounter.DISCARDS),
                sum(queues, BlockCounter.WRITE_ZEROES),
                sum(queues, BlockCounter.ERRORS),
                sum(queues, BlockCounter.UNSUPPORTED),
                sum(queues, BlockCounter.MALFORMED),
                sum(queues, BlockCounter.THROTTLED));
    }

    private static long sum(List<BlockCounters> queues, BlockCounter counter) {
        long sum = 0;
        for (BlockCounters queue : queues) {
            sum += queue.get(counter);
        }
        return sum;
    }
}
