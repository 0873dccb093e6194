package io.ipdk.nativeaccess.spdk.bdev;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a block device has done.
 *
 * <p>Immutable.
 *
 * @param bdev its name
 * @param readTime the sum of the times that reads took
 * @param writeTime the sum of the times that writes took
 */
public record BdevIoStat(
        String bdev,
        long reads,
        long bytesRead,
        long writes,
        long bytesWritten,
        long unmaps,
        long bytesUnmapped,
        Duration readTime,
        Duration writeTime) {

    static List<BdevIoStat> readAll(JsonNode answer) {
        long rate = Math.max(1, answer.required("tick_rate").asLong());
        List<BdevIoStat> all = new ArrayList<>();
        for (JsonNode node : answer.required("bdevs")) {
            all.add(new BdevIoStat(
                    node.required("name").asText(),
                    node.path("num_read_ops").asLong(),
                    node.path("bytes_read").asLong(),
                    node.path("num_write_ops").asLong(),
                    node.path("bytes_written").asLong(),
                    node.path("num_unmap_ops").asLong(),
                    node.path("bytes_unmapped").asLong(),
                    duration(node.path("read_latency_ticks").asLong(), rate),
                    duration(node.path("write_latency_ticks").asLong(), rate)));
        }
        return List.copyOf(all);
    }

    private static Duration duration(long ticks, long ticksPerSecond) {
        return Duration.ofSeconds(ticks / ticksPerSecond, ticks % ticksPerSecond * 1_000_000_000L / ticksPerSecond);
    }
}
