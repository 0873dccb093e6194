package io.ipdk.p4runtime.entity;

import java.time.Duration;

/**
 * How a digest is sent. Digests are off until this is inserted.
 *
 * <p>Immutable.
 *
 * @param digest the digest's name
 * @param maxTimeout how long the first message of a list may wait; zero sends at once
 * @param maxListSize how many messages a list may have; 0 for no limit, 1 sends each at once
 * @param ackTimeout how long an equal message is held back while its list is not acknowledged; zero sends it again at once
 */
public record DigestConfig(String digest, Duration maxTimeout, int maxListSize, Duration ackTimeout)
        implements P4Entity {

    /** A digest whose messages are sent at once, each again whenever it comes. */
    public static DigestConfig of(String digest) {
        return new DigestConfig(digest, Duration.ZERO, 0, Duration.ZERO);
    }

    /** For a read: all digests. */
    public static DigestConfig all() {
        return of(EVERY);
    }

    /** The same with another time to wait. */
    public DigestConfig maxTimeout(Duration timeout) {
        return new DigestConfig(digest, timeout, maxListSize, ackTimeout);
    }

    /** The same with another size of lists. */
    public DigestConfig maxListSize(int size) {
        return new DigestConfig(digest, maxTimeout, size, ackTimeout);
    }

    /** The same with another time to hold back equal messages. */
    public DigestConfig ackTimeout(Duration timeout) {
        return new DigestConfig(digest, maxTimeout, maxListSize, timeout);
    }

    @Override
    public DigestConfig key() {
        return of(digest);
    }
}
