package io.ipdk.virtio.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenBucketTest {
    private static final long SECOND = 1_000_000_000L;
    private static final BigInteger TOKEN = BigInteger.valueOf(SECOND);

    @Test
    void letsTheBurstPassAndThenTheRate() {
        TokenBucket bucket = new TokenBucket(1000, 10, 0);
        for (int i = 0; i < 10; i++) {
            assertThat(bucket.tryTake(1, 0)).isTrue();
        }
        assertThat(bucket.tryTake(1, 0)).isFalse();
        assertThat(bucket.tryTake(1, 999_999)).isFalse();
        assertThat(bucket.tryTake(1, 1_000_000)).isTrue();
        assertThat(bucket.tryTake(1, 1_000_000)).isFalse();
    }

    /** An item larger than the burst must pass at all, and the rate must hold all the same. */
    @Test
    void goesIntoDebtForLargeItemsAndPaysItBack() {
        TokenBucket bucket = new TokenBucket(1000, 10, 0);
        assertThat(bucket.tryTake(1010, 0)).isTrue();
        assertThat(bucket.tryTake(1, SECOND)).isFalse();
        assertThat(bucket.readyAtNanos(SECOND)).isEqualTo(SECOND + 1_000_000);
        assertThat(bucket.tryTake(1, SECOND + 1_000_000)).isTrue();
    }

    @Test
    void doesNotSaveMoreThanTheBurst() {
        TokenBucket bucket = new TokenBucket(1000, 10, 0);
        bucket.take(10);
        assertThat(bucket.admits(3600 * SECOND)).isTrue();
        bucket.take(10);
        assertThat(bucket.admits(3600 * SECOND)).isFalse();
    }

    @Test
    void letsEverythingPassWithoutALimit() {
        TokenBucket bucket = TokenBucket.unlimited();
        assertThat(bucket.isUnlimited()).isTrue();
        assertThat(bucket.tryTake(Long.MAX_VALUE, 0)).isTrue();
        assertThat(bucket.tryTake(Long.MAX_VALUE, 0)).isTrue();
        assertThat(bucket.readyAtNanos(5)).isEqualTo(5);
    }

    @Test
    void ignoresTimeThatGoesBack() {
        TokenBucket bucket = new TokenBucket(1000, 1, SECOND);
        bucket.take(1);
        assertThat(bucket.admits(0)).isFalse();
        assertThat(bucket.admits(SECOND + 1_000_000)).isTrue();
    }

    @Test
    void worksWhereTheClockWraps() {
        long start = Long.MAX_VALUE - 500_000;
        TokenBucket bucket = new TokenBucket(1000, 1, start);
        bucket.take(1);
        assertThat(bucket.admits(start + 999_999)).isFalse();
        assertThat(bucket.readyAtNanos(start + 999_999)).isEqualTo(start + 1_000_000);
        assertThat(bucket.admits(start + 1_000_000)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 3, 999_999_937, SECOND, SECOND + 7, 12_500_000_000L, Long.MAX_VALUE / 1000})
    void admitsExactlyTheRateOverLongTimes(long rate) {
        SplittableRandom random = new SplittableRandom(rate);
        long now = random.nextLong();
        TokenBucket bucket = new TokenBucket(rate, Long.MAX_VALUE, now);
        bucket.take(Long.MAX_VALUE);
        // A model in unbounded arithmetic, in billionths of a token.
        BigInteger balance = BigInteger.ZERO;
        for (int i = 0; i < 100_000 || balance.compareTo(TOKEN) < 0; i++) {
            long step = random.nextLong(1, random.nextBoolean() ? 100 : 5_000_000);
            now += step;
            BigInteger accrued = BigInteger.valueOf(rate).multiply(BigInteger.valueOf(step));
            balance = balance.add(accrued);
            boolean admitted = bucket.admits(now);
            assertThat(admitted).isEqualTo(balance.compareTo(TOKEN) >= 0);
            if (admitted && i < 100_000) {
                long amount = random.nextLong(1, 4 * accrued.divide(TOKEN).longValueExact() + 2);
                bucket.take(amount);
                balance = balance.subtract(BigInteger.valueOf(amount).multiply(TOKEN));
            }
        }
        // To the token: with all but one taken it still admits, with one more it does not.
        bucket.take(balance.divide(TOKEN).longValueExact() - 1);
        assertThat(bucket.admits(now)).isTrue();
        bucket.take(1);
        assertThat(bucket.admits(now)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 7, 1000, SECOND - 1, SECOND, 3 * SECOND + 1, 9_300_000_000L, Long.MAX_VALUE})
    void saysTheFirstMomentItAdmits(long rate) {
        SplittableRandom random = new SplittableRandom(rate);
        for (int i = 0; i < 2000; i++) {
            TokenBucket bucket = new TokenBucket(rate, Math.max(1, rate / 10), 0);
            bucket.take(random.nextLong(rate / 10 + 1, rate / 5 * 4 + rate / 10 + 7));
            long now = random.nextLong(0, SECOND / 20);
            long ready = bucket.readyAtNanos(now);
            if (ready > now) {
                assertThat(bucket.admits(ready - 1)).isFalse();
            }
            assertThat(bucket.admits(ready)).isTrue();
        }
    }

    @Test
    void survivesAbsurdDebts() {
        TokenBucket bucket = new TokenBucket(1, 1, 0);
        bucket.take(Long.MAX_VALUE);
        bucket.take(Long.MAX_VALUE);
        bucket.take(Long.MAX_VALUE);
        long now = 1000 * SECOND;
        assertThat(bucket.admits(now)).isFalse();
        assertThat(bucket.readyAtNanos(now) - now).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void survivesLongPauses() {
        TokenBucket bucket = new TokenBucket(Long.MAX_VALUE, Long.MAX_VALUE, 0);
        bucket.take(Long.MAX_VALUE);
        bucket.take(Long.MAX_VALUE);
        assertThat(bucket.admits(Long.MAX_VALUE)).isTrue();
        assertThat(bucket.tryTake(Long.MAX_VALUE, Long.MAX_VALUE)).isTrue();
        assertThat(bucket.admits(Long.MAX_VALUE)).isFalse();
    }

    // ---- changes while it works

    @Test
    void keepsTheDebtWhenTheLimitChanges() {
        TokenBucket bucket = new TokenBucket(1000, 10, 0);
        bucket.take(1010);
        bucket.reconfigure(2000, 10, SECOND / 2);
        // 1000 owed, 500 paid at the old rate, the other 500 take a quarter of a second at the new one.
        assertThat(bucket.admits(SECOND / 2 + SECOND / 4)).isFalse();
        assertThat(bucket.admits(SECOND / 2 + SECOND / 4 + 500_000)).isTrue();
    }

    @Test
    void losesOnlyWhatDoesNotFitIntoASmallerBurst() {
        TokenBucket bucket = new TokenBucket(1000, 100, 0);
        bucket.reconfigure(1000, 10, 0);
        bucket.take(10);
        assertThat(bucket.admits(0)).isFalse();
    }

    @Test
    void startsFullWhenALimitIsSetAtLast() {
        TokenBucket bucket = TokenBucket.unlimited();
        bucket.take(1_000_000);
        bucket.reconfigure(1000, 10, 77 * SECOND);
        bucket.take(9);
        assertThat(bucket.tryTake(1, 77 * SECOND)).isTrue();
        assertThat(bucket.tryTake(1, 77 * SECOND)).isFalse();
    }

    @Test
    void letsEverythingPassAgainWhenTheLimitGoes() {
        TokenBucket bucket = new TokenBucket(1, 1, 0);
        bucket.take(1000);
        bucket.reconfigure(TokenBucket.UNLIMITED, 0, 0);
        assertThat(bucket.admits(0)).isTrue();
    }

    @Test
    void refusesRatesAndBurstsThatMakeNoSense() {
        assertThatThrownBy(() -> new TokenBucket(-1, 1, 0)).hasMessageContaining("rate of -1");
        assertThatThrownBy(() -> new TokenBucket(1, 0, 0)).hasMessageContaining("burst of 0");
    }
}
