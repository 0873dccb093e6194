package io.ipdk.p4target;

/** The time that meters, timeouts, digests and timestamps see. Thread-safe. */
public interface TargetClock {
    /** Nanoseconds from any fixed moment; never goes back. */
    long nanoTime();

    /** The machine's clock. */
    static TargetClock system() {
        return System::nanoTime;
    }
}
