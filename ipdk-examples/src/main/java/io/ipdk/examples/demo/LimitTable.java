package io.ipdk.examples.demo;

import io.ipdk.examples.console.Numbers;
import io.ipdk.examples.console.Screen;
import io.ipdk.examples.console.Table;
import io.ipdk.limit.BandwidthLimit;
import io.ipdk.limit.IopsLimit;
import io.ipdk.unit.Bandwidth;
import io.ipdk.unit.DataSize;
import io.ipdk.unit.Iops;
import java.util.function.DoubleFunction;

/**
 * What was configured beside what was measured. A measurement may not be above the limit nor far below; one that is, is
 * taken again, because a machine that stops in the middle of it spoils it.
 *
 * <p>Confined to one thread (the demo's).
 */
final class LimitTable {

    /** What a measurement finds: bits or operations a second. */
    @FunctionalInterface
    interface Measurement {
        double take() throws InterruptedException;
    }

    private static final int ATTEMPTS = 3;

    /** The clocks of the measurement and of the limit are read at different moments. */
    private static final double SLACK = 1.03;

    private static final double WANTED_SHARE = 0.95;

    /** Bursts are what passes in a 20th of a second: a machine that stops for as long still reaches the rate. */
    private static final int BURSTS_PER_SECOND = 20;

    private final Table table = new Table("limit", "configured", "measured", "deviation");
    private final Screen screen;
    private final Checks checks;
    private final DemoSizes sizes;

    LimitTable(Screen screen, Checks checks, DemoSizes sizes) {
        this.screen = screen;
        this.checks = checks;
        this.sizes = sizes;
    }

    static BandwidthLimit limit(Bandwidth rate) {
        return new BandwidthLimit(rate, DataSize.bytes(rate.toBytesPerSecond() / BURSTS_PER_SECOND));
    }

    static IopsLimit limit(Iops rate) {
        return new IopsLimit(rate, Math.max(1, rate.perSecond() / BURSTS_PER_SECOND));
    }

    /** Measures bits a second. */
    void add(String what, BandwidthLimit limit, Measurement measurement) throws InterruptedException {
        add(
                what,
                limit.rate().toString(),
                limit.rate().bitsPerSecond(),
                limit.burst().bytes() * 8,
                measurement,
                LimitTable::rate);
    }

    /** Measures operations a second. */
    void add(String what, IopsLimit limit, Measurement measurement) throws InterruptedException {
        add(what, limit.rate().toString(), limit.rate().perSecond(), limit.burst(), measurement, LimitTable::iops);
    }

    private void add(
            String what,
            String configuredText,
            long configured,
            long burst,
            Measurement measurement,
            DoubleFunction<String> text)
            throws InterruptedException {
        double most = configured * SLACK + burst / (sizes.measurement().toNanos() / 1e9);
        double least = configured * sizes.leastShare();
        double measured = measurement.take();
        for (int attempt = 1;
                attempt < ATTEMPTS && (measured < configured * WANTED_SHARE || measured > most);
                attempt++) {
            screen.progress(text.apply(measured) + " is far from it, which a busy machine may cause; measuring again");
            measured = measurement.take();
        }
        String deviation = Numbers.deviation((double) configured, measured);
        table.row(what, configuredText, text.apply(measured), deviation);
        checks.check(
                measured <= most && measured >= least,
                what + " at " + configuredText + ": " + text.apply(measured) + ", " + deviation);
    }

    /** Adds bits a second without a limit. */
    void addUnlimitedRate(String what, Measurement measurement) throws InterruptedException {
        table.row(what, "unlimited", rate(measurement.take()), "–");
    }

    /** Adds operations a second without a limit. */
    void addUnlimitedIops(String what, Measurement measurement) throws InterruptedException {
        table.row(what, "unlimited", iops(measurement.take()), "–");
    }

    private static String rate(double bitsPerSecond) {
        return Numbers.rate(new Bandwidth(Math.round(bitsPerSecond)));
    }

    private static String iops(double perSecond) {
        return Numbers.count(Math.round(perSecond)) + " IOPS";
    }

    void show(String title) {
        screen.table(title, table);
    }
}
