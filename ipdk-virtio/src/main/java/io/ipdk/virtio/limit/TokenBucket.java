package io.ipdk.virtio.limit;

/**
 * Limits a rate of anything countable (bytes, frames, operations) to so many per second, with a burst.
 *
 * <p>The bucket fills at the rate, up to the burst. Something is admitted whenever the bucket is not empty, whatever its
 * size, and may leave the bucket in debt: a frame larger than the burst passes, and what follows waits until the debt is
 * paid. So the long-term rate is exact, and never more than the burst plus one item comes at once.
 *
 * <p>Accrual is integer arithmetic with the remainder kept: no drift over any time, no overflow for any rate and any
 * burst. Time is {@link System#nanoTime} (or a clock of its kind) handed in by the caller; a time before an earlier one
 * accrues nothing.
 *
 * <p>Confined to one thread at a time: the one that polls the queue, or one that holds the queue's gate.
 */
public final class TokenBucket {
    /** The rate that means no limit. */
    public static final long UNLIMITED = 0;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private long rate;
    private long burst;
    private long tokens;
    /** Fraction of the next token, in units of 1/1 000 000 000; 0 while the bucket is full. */
    private long fraction;

    private long accruedAt;

    /**
     * Makes a full bucket.
     *
     * @param ratePerSecond tokens per second, {@link #UNLIMITED} for no limit
     * @param burst how many tokens the bucket holds, at least 1 (ignored without a limit)
     * @param now the present in nanoseconds
     */
    public TokenBucket(long ratePerSecond, long burst, long now) {
        requireValid(ratePerSecond, burst);
        this.rate = ratePerSecond;
        this.burst = burst;
        this.tokens = burst;
        this.accruedAt = now;
    }

    private static void requireValid(long ratePerSecond, long burst) {
        if (ratePerSecond < 0) {
            throw new IllegalArgumentException(
                    "a rate of " + ratePerSecond + " per second: give 0 for no limit, or a positive rate");
        }
        if (ratePerSecond != UNLIMITED && burst < 1) {
            throw new IllegalArgumentException("a burst of " + burst + ": at least 1 is needed to let anything pass");
        }
    }

    /** A bucket that lets everything pass until it is reconfigured. */
    public static TokenBucket unlimited() {
        return new TokenBucket(UNLIMITED, 1, 0);
    }

    /**
     * Changes the limit from this moment on. What has accrued under the old one is kept, a debt too; only what does not
     * fit into the new burst is lost. A bucket without a limit so far starts full.
     */
    public void reconfigure(long ratePerSecond, long newBurst, long now) {
        requireValid(ratePerSecond, newBurst);
        if (rate == UNLIMITED) {
            tokens = newBurst;
            fraction = 0;
            accruedAt = now;
        } else {
            accrue(now);
            if (tokens >= newBurst) {
                tokens = newBurst;
                fraction = 0;
            }
        }
        rate = ratePerSecond;
        burst = newBurst;
    }

    /** Tokens per second, {@link #UNLIMITED} for no limit. */
    public long rate() {
        return rate;
    }

    /** How many tokens the bucket holds at most. */
    public long burst() {
        return burst;
    }

    /** Whether there is no limit. */
    public boolean isUnlimited() {
        return rate == UNLIMITED;
    }

    /** Admits an item and takes its tokens, or answers false and takes nothing. */
    public boolean tryTake(long amount, long now) {
        if (!admits(now)) {
            return false;
        }
        take(amount);
        return true;
    }

    /**
     * Whether an item would be admitted now. To pass several limits at once, ask them all, then {@link #take} from all.
     */
    public boolean admits(long now) {
        if (rate == UNLIMITED) {
            return true;
        }
        accrue(now);
        return tokens > 0;
    }

    /** Takes tokens without asking, into debt where there are too few. */
    public void take(long amount) {
        if (rate == UNLIMITED) {
            return;
        }
        long left = tokens - amount;
        // Both operands are far from the limits in practice; an absurd debt stays the largest one instead of wrapping.
        tokens = left > tokens ? Long.MIN_VALUE : left;
    }

    /**
     * When the next item is admitted.
     *
     * @return the first moment, in the clock of {@code now}, at which {@link #admits} is true; {@code now} if it is already;
     *     the far future ({@code now + Long.MAX_VALUE}) if the debt is that deep
     */
    public long readyAtNanos(long now) {
        if (admits(now)) {
            return now;
        }
        long missing = 1 - tokens;
        long seconds = (missing - 1) / rate;
        if (missing < 0 || seconds >= Long.MAX_VALUE / NANOS_PER_SECOND) {
            return now + Long.MAX_VALUE;
        }
        return accruedAt + seconds * NANOS_PER_SECOND + nanosUntil(missing - seconds * rate);
    }

    /** The fewest nanoseconds, up to one second, in which that many tokens (at most a second's worth) accrue. */
    private long nanosUntil(long missing) {
        long low = 1;
        long high = NANOS_PER_SECOND;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (wholeTokens(middle) >= missing) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** Whole tokens that will have accrued, the present fraction included, after up to one second. */
    private long wholeTokens(long nanos) {
        if (nanos == NANOS_PER_SECOND) {
            return rate;
        }
        long part = rate % NANOS_PER_SECOND * nanos + fraction;
        return rate / NANOS_PER_SECOND * nanos + part / NANOS_PER_SECOND;
    }

    private void accrue(long now) {
        long elapsed = now - accruedAt;
        if (elapsed <= 0) {
            return;
        }
        accruedAt = now;
        if (elapsed >= NANOS_PER_SECOND) {
            accrueSeconds(elapsed / NANOS_PER_SECOND);
            elapsed %= NANOS_PER_SECOND;
        }
        // rate × elapsed would overflow; its two halves cannot: rate / 10⁹ < 2³⁴ and the remainder < 10⁹, elapsed <
        // 10⁹.
        long part = rate % NANOS_PER_SECOND * elapsed + fraction;
        add(rate / NANOS_PER_SECOND * elapsed + part / NANOS_PER_SECOND);
        fraction = tokens == burst ? 0 : part % NANOS_PER_SECOND;
    }

    private void accrueSeconds(long seconds) {
        long product = rate * seconds;
        boolean overflow = Math.multiplyHigh(rate, seconds) != 0 || product < 0;
        add(overflow ? Long.MAX_VALUE : product);
    }

    private void add(long amount) {
        // tokens ≤ burst always, so burst − tokens is non-negative as an unsigned number even in the deepest debt.
        long room = burst - tokens;
        tokens = Long.compareUnsigned(amount, room) >= 0 ? burst : tokens + amount;
    }
}
