package io.ipdk.nativeaccess.spdk.rpc;

import java.time.Duration;
import java.util.Objects;

/**
 * How a client talks to SPDK.
 *
 * <p>Immutable.
 *
 * @param timeout how long a call may take, from the moment it is made; above zero
 * @param maxAnswerBytes the longest answer that is taken; a longer one ends the connection
 * @param maxUnanswered how many calls may be under way at once
 * @param anyOwner whether the socket may belong to any user; otherwise it must be this process's user or root
 */
public record SpdkOptions(Duration timeout, int maxAnswerBytes, int maxUnanswered, boolean anyOwner) {
    private static final int LEAST_ANSWER_BYTES = 1024;

    private static final SpdkOptions DEFAULTS = new SpdkOptions(Duration.ofSeconds(30), 32 << 20, 256, false);

    public SpdkOptions {
        Objects.requireNonNull(timeout, "timeout");
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("timeout " + timeout + " must be above zero");
        }
        if (maxAnswerBytes < LEAST_ANSWER_BYTES) {
            throw new IllegalArgumentException(
                    "maxAnswerBytes " + maxAnswerBytes + " must be " + LEAST_ANSWER_BYTES + " or more");
        }
        if (maxUnanswered < 2) {
            throw new IllegalArgumentException("maxUnanswered " + maxUnanswered + " must be 2 or more");
        }
    }

    /** 30 seconds a call, answers of up to 32 MiB, 256 calls at once, a socket of our own user or root's. */
    public static SpdkOptions defaults() {
        return DEFAULTS;
    }

    public SpdkOptions withTimeout(Duration value) {
        return new SpdkOptions(value, maxAnswerBytes, maxUnanswered, anyOwner);
    }

    public SpdkOptions withMaxAnswerBytes(int value) {
        return new SpdkOptions(timeout, value, maxUnanswered, anyOwner);
    }

    public SpdkOptions withMaxUnanswered(int value) {
        return new SpdkOptions(timeout, maxAnswerBytes, value, anyOwner);
    }

    /** The same options with a socket that may belong to anybody. */
    public SpdkOptions withAnyOwner() {
        return new SpdkOptions(timeout, maxAnswerBytes, maxUnanswered, true);
    }
}
