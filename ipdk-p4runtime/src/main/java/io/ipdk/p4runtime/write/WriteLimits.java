package io.ipdk.p4runtime.write;

import io.ipdk.error.InvalidSpecException;
import java.time.Duration;

/**
 * How much is sent at once. Immutable.
 *
 * @param batchUpdates most updates in one Write
 * @param batchBytes most bytes of updates in one Write; many targets accept no message above 4 MiB
 * @param inFlight Writes that may wait for their answers
 * @param singlesInFlight Writes made by calls of a single update that may wait for their answers before further such updates
 *     wait for each other and share the next Write; 0 = each has a Write of its own
 * @param queuedUpdates updates that may wait to be sent; who brings more waits
 * @param patience how long who brings more waits before the call fails
 */
public record WriteLimits(
        int batchUpdates, int batchBytes, int inFlight, int singlesInFlight, int queuedUpdates, Duration patience) {
    public WriteLimits {
        check("batchUpdates", batchUpdates);
        check("batchBytes", batchBytes);
        check("inFlight", inFlight);
        if (singlesInFlight < 0) {
            throw new InvalidSpecException("singlesInFlight", singlesInFlight, "0 or more");
        }
        check("queuedUpdates", queuedUpdates);
        if (patience.isNegative()) {
            throw new InvalidSpecException("patience", patience, "zero or more");
        }
    }

    /** 1,000 updates or 2 MiB a Write, 64 Writes on their way, 1 of single updates, 65,536 updates waiting, for 30 s. */
    public static WriteLimits defaults() {
        return new WriteLimits(1_000, 2 << 20, 64, 1, 65_536, Duration.ofSeconds(30));
    }

    public WriteLimits batchUpdates(int count) {
        return new WriteLimits(count, batchBytes, inFlight, singlesInFlight, queuedUpdates, patience);
    }

    public WriteLimits batchBytes(int bytes) {
        return new WriteLimits(batchUpdates, bytes, inFlight, singlesInFlight, queuedUpdates, patience);
    }

    public WriteLimits inFlight(int writes) {
        return new WriteLimits(batchUpdates, batchBytes, writes, singlesInFlight, queuedUpdates, patience);
    }

    /**
     * When single updates begin to share Writes. More means a shorter wait for each, and fewer in a Write; 0 means that none
     * waits for another, which suits a target that fails a whole Write without saying which update was wrong.
     */
    public WriteLimits singlesInFlight(int writes) {
        return new WriteLimits(batchUpdates, batchBytes, inFlight, writes, queuedUpdates, patience);
    }

    public WriteLimits queuedUpdates(int count) {
        return new WriteLimits(batchUpdates, batchBytes, inFlight, singlesInFlight, count, patience);
    }

    public WriteLimits patience(Duration longest) {
        return new WriteLimits(batchUpdates, batchBytes, inFlight, singlesInFlight, queuedUpdates, longest);
    }

    private static void check(String field, int value) {
        if (value < 1) {
            throw new InvalidSpecException(field, value, "1 or more");
        }
    }
}
