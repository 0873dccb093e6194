package io.ipdk.examples.demo;

import static io.ipdk.unit.Bandwidth.gbps;
import static io.ipdk.unit.Bandwidth.mbps;

import io.ipdk.Ipu;
import io.ipdk.device.Plan;
import io.ipdk.examples.console.Numbers;
import io.ipdk.examples.console.PortTables;
import io.ipdk.examples.console.Screen;
import io.ipdk.examples.console.Table;
import io.ipdk.limit.BandwidthLimit;
import io.ipdk.port.AdminState;
import io.ipdk.port.DropCause;
import io.ipdk.port.PortStats;
import io.ipdk.port.VirtualPort;
import io.ipdk.unit.Bandwidth;
import io.ipdk.unit.MacAddress;
import io.ipdk.virtio.net.driver.VirtioNetDriver;
import java.time.Duration;
import java.util.List;

/**
 * Two ports of the embedded host on the switch: frames cross it, limits hold, changes take effect live.
 *
 * <p>Confined to one thread (the demo's).
 */
final class NetworkPart implements AutoCloseable {

    private static final Duration READY = Duration.ofSeconds(10);
    private static final Duration SILENCE = Duration.ofMillis(200);
    private static final MacAddress STRANGER = MacAddress.of("52:54:00:66:66:66");
    private static final MacAddress BROADCAST = MacAddress.of("ff:ff:ff:ff:ff:ff");

    private final Ipu ipu;
    private final Screen screen;
    private final Checks checks;
    private final DemoSizes sizes;
    private final VirtualPort web;
    private final VirtualPort db;
    private final VirtioNetDriver webDriver;
    private final VirtioNetDriver dbDriver;
    private boolean closed;

    NetworkPart(Ipu ipu, Screen screen, Checks checks, DemoSizes sizes) {
        this.ipu = ipu;
        this.screen = screen;
        this.checks = checks;
        this.sizes = sizes;
        screen.heading("Two ports on the switch");
        screen.progress("plugging web0 and db0");
        web = ipu.ports().plug("web0", p -> p.mac("52:54:00:00:00:01").linkSpeed(gbps(25)));
        db = ipu.ports().plug("db0", p -> p.mac("52:54:00:00:00:02").linkSpeed(gbps(10)));
        screen.progress("the host's drivers connect");
        webDriver = EmbeddedHost.drive(web);
        dbDriver = EmbeddedHost.drive(db);
    }

    List<VirtualPort> ports() {
        return List.of(web, db);
    }

    VirtioNetDriver webDriver() {
        return webDriver;
    }

    VirtioNetDriver dbDriver() {
        return dbDriver;
    }

    void run() throws InterruptedException {
        web.awaitReady(READY);
        db.awaitReady(READY);
        screen.table("Ports as asked for", PortTables.specs(ports()));
        screen.table("Ports as observed", PortTables.observed(ports()));
        checks.equal("web0's driver reads its MAC", web.info().mac(), webDriver.mac());
        crossTheSwitch();
        holdTheRate();
        changeLive();
        screen.table("What the ports have carried", PortTables.statistics(ports()));
    }

    private void crossTheSwitch() {
        Table table = new Table("frames", "bytes each", "time", "frames/s", "rate");
        screen.progress("warming up: the code is compiled while it runs");
        traffic(webDriver, dbDriver, web, db, TestFrame.SHORTEST).exchange(sizes.frames());
        for (int bytes : List.of(TestFrame.SHORTEST, TestFrame.LONGEST)) {
            screen.progress(Numbers.count(sizes.frames()) + " frames of " + bytes + " bytes from web0 to db0");
            FrameTraffic.Result result =
                    traffic(webDriver, dbDriver, web, db, bytes).exchange(sizes.frames());
            checks.equal("frames of " + bytes + " bytes that arrived", sizes.frames(), result.arrived());
            checks.equal("of these out of order or altered", 0, result.wrong());
            double seconds = result.took().toNanos() / 1e9;
            table.row(
                    Numbers.count(result.arrived()),
                    bytes,
                    Numbers.time(result.took()),
                    Numbers.count(Math.round(result.arrived() / seconds)),
                    Numbers.rate(new Bandwidth(Math.round(result.arrived() * 8.0 * bytes / seconds))));
        }
        screen.table("Through the switch, one queue, one thread as generator and sink", table);
    }

    private FrameTraffic traffic(
            VirtioNetDriver from, VirtioNetDriver to, VirtualPort source, VirtualPort destination, int bytes) {
        return new FrameTraffic(
                from,
                to,
                TestFrame.between(source.info().mac(), destination.info().mac(), bytes));
    }

    private void holdTheRate() throws InterruptedException {
        LimitTable limits = new LimitTable(screen, checks, sizes);
        FrameTraffic traffic = traffic(webDriver, dbDriver, web, db, TestFrame.LONGEST);
        for (Bandwidth rate : List.of(mbps(100), mbps(500))) {
            screen.progress("web0's rate limit becomes " + rate + " while it sends");
            web.update(p -> p.rateLimit(LimitTable.limit(rate)));
            limits.add("from the host", web.spec().rateLimit(), () -> rateSent(traffic));
        }
        screen.progress("web0's rate limit is lifted while it sends");
        web.update(p -> p.rateLimit(BandwidthLimit.UNLIMITED));
        limits.addUnlimitedRate("from the host", () -> rateSent(traffic));
        limits.show("Rate limit of web0, changed live");
    }

    /** The rate in bits a second at which frames arrive while the sender always has more. */
    private double rateSent(FrameTraffic traffic) {
        traffic.saturate(sizes.measurement().dividedBy(5));
        PortStats before = db.stats();
        traffic.saturate(sizes.measurement());
        Bandwidth rate = db.stats().rateToHost(before);
        traffic.drain(SILENCE);
        return (double) rate.bitsPerSecond();
    }

    private void changeLive() {
        screen.progress("anti-spoofing on, then a frame with another's address");
        web.update(p -> p.antiSpoofing(true));
        webDriver.send(0, TestFrame.between(STRANGER, BROADCAST, TestFrame.SHORTEST));
        webDriver.flush(0);
        checks.check(!dbDriver.await(0, SILENCE), "the frame did not pass");
        checks.equal("frames dropped as spoofed", 1L, web.stats().drops(DropCause.SPOOFED_SOURCE));

        web.update(p -> p.adminState(AdminState.DOWN));
        checks.check(!webDriver.isLinkUp(), "web0 set down: its driver sees no link");
        web.update(p -> p.adminState(AdminState.UP));
        checks.check(webDriver.isLinkUp(), "web0 set up: its driver sees a link");

        Plan plan = ipu.ports().plan("web0", web.spec().with(p -> p.queuePairs(4)));
        checks.equal("four queue pairs for web0 would be", Plan.Action.CONFLICT, plan.action());
        screen.text(String.join(
                "\n", plan.differences().stream().map(Object::toString).toList()));
    }

    /** The drivers let go. Idempotent. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            webDriver.close();
            dbDriver.close();
        }
    }
}
