package io.ipdk.examples.demo;

import static io.ipdk.unit.Bandwidth.gbps;
import static io.ipdk.unit.Bandwidth.mbps;

import io.ipdk.Ipu;
import io.ipdk.examples.console.Numbers;
import io.ipdk.examples.console.PortTables;
import io.ipdk.examples.console.Screen;
import io.ipdk.examples.console.Waiting;
import io.ipdk.limit.BandwidthLimit;
import io.ipdk.port.PortStats;
import io.ipdk.port.VirtualPort;
import io.ipdk.unit.Bandwidth;
import io.ipdk.unit.DataSize;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A port for each of two guests: they find each other, ping and move data through the JVM, held to a rate.
 *
 * <p>Confined to one thread (the demo's).
 */
final class GuestNetworkPart {

    private static final Duration READY = Duration.ofMinutes(1);
    private static final String ALPHA_ADDRESS = "10.7.0.1";
    private static final String BETA_ADDRESS = "10.7.0.2";
    private static final int PINGS = 5;
    private static final int TCP_PORT = 5001;
    private static final String LISTENING = "netstat -lnt | grep :" + TCP_PORT;
    private static final Pattern PING_RESULT = Pattern.compile("(\\d+) packets received");

    private final Screen screen;
    private final Waiting waiting;
    private final Checks checks;
    private final DemoSizes sizes;
    private final GuestSession alpha;
    private final GuestSession beta;
    private final VirtualPort web;
    private final VirtualPort db;

    GuestNetworkPart(Ipu ipu, GuestSession alpha, GuestSession beta, Screen screen, Checks checks, DemoSizes sizes) {
        this.screen = screen;
        this.waiting = new Waiting(screen);
        this.checks = checks;
        this.sizes = sizes;
        this.alpha = alpha;
        this.beta = beta;
        screen.heading("A port for each guest");
        screen.progress("hot-plugging web0 into alpha and db0 into beta");
        web = ipu.ports()
                .plug("web0", p -> p.host(alpha.name()).mac("52:54:00:00:00:01").linkSpeed(gbps(25)));
        db = ipu.ports()
                .plug("db0", p -> p.host(beta.name()).mac("52:54:00:00:00:02").linkSpeed(gbps(10)));
    }

    List<VirtualPort> ports() {
        return List.of(web, db);
    }

    void run() throws InterruptedException {
        waiting.during("the guests' drivers set the ports up", () -> {
            web.awaitReady(READY);
            return db.awaitReady(READY);
        });
        String webName = configure(alpha, web, ALPHA_ADDRESS);
        String dbName = configure(beta, db, BETA_ADDRESS);
        show();
        checks.equal(
                "alpha reads a speed of",
                "25000",
                alpha.run("cat /sys/class/net/" + webName + "/speed").strip());
        checks.equal(
                "beta reads a speed of",
                "10000",
                beta.run("cat /sys/class/net/" + dbName + "/speed").strip());
        ping();
        moveData();
        holdTheRate();
        screen.table("What the ports have carried", PortTables.statistics(ports()));
    }

    /** Gives the interface with the port's MAC an address, and returns its name. */
    private static String configure(GuestSession guest, VirtualPort port, String address) {
        String name = guest.awaitOwner(port.info().mac().toString(), "/sys/class/net/*/address");
        guest.run("ip addr add " + address + "/24 dev " + name + " && ip link set " + name + " up");
        return name;
    }

    private void show() {
        screen.table("Ports as asked for", PortTables.specs(ports()));
        screen.table("Ports as observed", PortTables.observed(ports()));
        for (GuestSession guest : List.of(alpha, beta)) {
            screen.table("PCI as " + guest.name() + " sees it", guest.view().pci());
            screen.table(
                    "Interfaces as " + guest.name() + " sees them", guest.view().interfaces());
        }
    }

    private void ping() throws InterruptedException {
        String output = waiting.during(
                "alpha pings beta", () -> alpha.run("ping -c " + PINGS + " -w 30 " + BETA_ADDRESS + " || true"));
        Matcher received = PING_RESULT.matcher(output);
        checks.equal("pings answered", PINGS, received.find() ? Integer.parseInt(received.group(1)) : 0);
        screen.text(output.lines()
                .filter(line -> line.startsWith("round-trip"))
                .findFirst()
                .orElse(""));
    }

    private void moveData() throws InterruptedException {
        long mebibytes = sizes.data().bytes() >> 20;
        String sent = waiting.during("alpha makes " + mebibytes + " MiB of random data", () -> {
            alpha.run("dd if=/dev/urandom of=/tmp/data bs=1M count=" + mebibytes + " 2>/dev/null");
            return alpha.sha256("/tmp/data");
        });
        beta.run(receiveInto("/tmp/data"));
        PortStats before = db.stats();
        waiting.during("alpha sends it to beta over TCP", () -> {
            beta.await(LISTENING);
            return alpha.run("nc " + BETA_ADDRESS + " " + TCP_PORT + " </tmp/data");
        });
        PortStats after = db.stats();
        beta.await("[ $(stat -c %s /tmp/data) = " + sizes.data().bytes() + " ] && echo there");
        checks.equal("SHA-256 of what beta has", sent, beta.sha256("/tmp/data"));
        screen.text(Numbers.size(DataSize.bytes(after.bytesToHost() - before.bytesToHost())) + " at "
                + Numbers.rate(after.rateToHost(before)) + " in "
                + Numbers.count(after.framesToHost() - before.framesToHost()) + " frames to db0");
        alpha.run("rm /tmp/data");
        beta.run("rm /tmp/data");
    }

    /** Listens in the background. Its input is a pipe that never ends, or it would end the connection itself. */
    private static String receiveInto(String file) {
        return "[ -p /tmp/endless ] || mkfifo /tmp/endless; nc -l -p " + TCP_PORT + " <>/tmp/endless >" + file
                + " 2>&1 &";
    }

    private void holdTheRate() throws InterruptedException {
        LimitTable limits = new LimitTable(screen, checks, sizes);
        beta.run(receiveInto("/dev/null"));
        beta.await(LISTENING);
        alpha.run("nc " + BETA_ADDRESS + " " + TCP_PORT + " </dev/zero >/dev/null 2>&1 & echo $! >/tmp/nc.pid");
        for (Bandwidth rate : List.of(mbps(5), mbps(20))) {
            screen.progress("web0's rate limit becomes " + rate + " while alpha sends");
            web.update(p -> p.rateLimit(LimitTable.limit(rate)));
            limits.add("from alpha", web.spec().rateLimit(), this::rateSent);
        }
        screen.progress("web0's rate limit is lifted while alpha sends");
        web.update(p -> p.rateLimit(BandwidthLimit.UNLIMITED));
        limits.addUnlimitedRate("from alpha", this::rateSent);
        alpha.run("kill $(cat /tmp/nc.pid)");
        limits.show("Rate limit of web0, changed live");
    }

    /** Bits a second from alpha during one measurement, after one for TCP to settle. */
    private double rateSent() throws InterruptedException {
        Thread.sleep(sizes.measurement().toMillis());
        PortStats before = web.stats();
        Thread.sleep(sizes.measurement().toMillis());
        return (double) web.stats().rateFromHost(before).bitsPerSecond();
    }
}
