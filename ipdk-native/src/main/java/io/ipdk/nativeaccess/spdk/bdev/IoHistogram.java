package io.ipdk.nativeaccess.spdk.bdev;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Base64;

/**
 * How long the requests of a block device took. Times fall into ranges, each twice as long as the one before, and each range
 * into equal buckets, 128 with the default granularity of 7; a time is exact to its bucket.
 *
 * <p>Source: SPDK, {@code include/spdk/histogram_data.h}. Immutable.
 */
public final class IoHistogram {
    private static final int DEFAULT_GRANULARITY = 7;

    private final int granularity;
    private final int firstRange;
    private final long ticksPerSecond;
    private final long[] buckets;
    private final long count;

    private IoHistogram(int granularity, int firstRange, long ticksPerSecond, long[] buckets) {
        this.granularity = granularity;
        this.firstRange = firstRange;
        this.ticksPerSecond = ticksPerSecond;
        this.buckets = buckets;
        long sum = 0;
        for (long bucket : buckets) {
            sum += bucket;
        }
        count = sum;
    }

    static IoHistogram read(JsonNode answer) {
        byte[] bytes = Base64.getDecoder().decode(answer.required("histogram").asText());
        long[] buckets = new long[bytes.length / Long.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(buckets);
        JsonNode granularity = answer.has("granularity") ? answer.get("granularity") : answer.path("bucket_shift");
        return new IoHistogram(
                granularity.asInt(DEFAULT_GRANULARITY),
                answer.path("min_range").asInt(0),
                Math.max(1, answer.required("tsc_rate").asLong()),
                buckets);
    }

    /** How many requests it covers. */
    public long count() {
        return count;
    }

    /** How many buckets it has, empty ones among them. */
    public int buckets() {
        return buckets.length;
    }

    /**
     * The time that this share of the requests took at most; zero if there were none.
     *
     * @param percent 0 to 100
     */
    public Duration percentile(double percent) {
        if (!(percent >= 0 && percent <= 100)) {
            throw new IllegalArgumentException("percentile " + percent + ": 0 to 100");
        }
        long wanted = Math.max(1, (long) Math.ceil(count * percent / 100));
        long seen = 0;
        for (int i = 0; i < buckets.length && count > 0; i++) {
            seen += buckets[i];
            if (seen >= wanted) {
                return upperEnd(i);
            }
        }
        return Duration.ZERO;
    }

    private Duration upperEnd(int bucket) {
        int perRange = 1 << granularity;
        int range = firstRange + bucket / perRange;
        long index = bucket % perRange + 1L;
        long ticks = range == 0 ? index : (1L << (range + granularity - 1)) + (index << (range - 1));
        return Duration.ofNanos((long) (ticks * 1e9 / ticksPerSecond));
    }
}
