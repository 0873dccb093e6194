package io.ipdk.unit;

/**
 * I/O operations per second.
 *
 * <p>Immutable.
 *
 * @param perSecond 0 or more
 */
public record Iops(long perSecond) implements Comparable<Iops> {

    public Iops {
        if (perSecond < 0) {
            throw new IllegalArgumentException("IOPS " + perSecond + " is below 0");
        }
    }

    public static Iops iops(long perSecond) {
        return new Iops(perSecond);
    }

    @Override
    public int compareTo(Iops other) {
        return Long.compare(perSecond, other.perSecond);
    }

    @Override
    public String toString() {
        return perSecond + " IOPS";
    }
}
