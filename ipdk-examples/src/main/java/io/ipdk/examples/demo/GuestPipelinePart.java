package io.ipdk.examples.demo;

import io.ipdk.Ipu;
import io.ipdk.examples.console.Screen;
import io.ipdk.examples.console.Waiting;
import io.ipdk.pipeline.PipelinePort;
import io.ipdk.port.VirtualPort;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The two guests move into different subnets, and a P4 router in the JVM is all that is between them; an entry in its access
 * list, written live, cuts them off.
 *
 * <p>Confined to one thread (the demo's).
 */
final class GuestPipelinePart {

    private static final int ALPHA = 1;
    private static final int BETA = 2;
    private static final int PINGS = 3;
    private static final int TCP_PORT = 5002;
    private static final int KIBIBYTES = 512;
    private static final Pattern PING_RESULT = Pattern.compile("(\\d+) packets received");

    private final Ipu ipu;
    private final GuestSession alpha;
    private final GuestSession beta;
    private final Screen screen;
    private final Waiting waiting;
    private final Checks checks;
    private final VirtualPort web;
    private final VirtualPort db;

    GuestPipelinePart(
            Ipu ipu, GuestSession alpha, GuestSession beta, List<VirtualPort> ports, Screen screen, Checks checks) {
        this.ipu = ipu;
        this.alpha = alpha;
        this.beta = beta;
        this.screen = screen;
        this.waiting = new Waiting(screen);
        this.checks = checks;
        web = ports.get(0);
        db = ports.get(1);
    }

    void run() throws InterruptedException {
        screen.heading("A P4 router between two subnets");
        screen.progress("a controller pushes edge_gateway and writes its tables over P4Runtime");
        try (EdgeRouter router = EdgeRouter.push(ipu)) {
            router.subnet(ALPHA, web);
            router.subnet(BETA, db);
            screen.table("The pipeline", router.pipeline());
            screen.table("Entries", router.entries());
            checks.check(
                    ipu.pipeline().ports().stream().allMatch(PipelinePort::up), "both ports are up for the pipeline");
            move(alpha, web, ALPHA);
            move(beta, db, BETA);

            checks.equal("pings that the router has passed", PINGS, ping());
            moveData();
            screen.progress("an entry in the access list: 10.1.0.0/16 may not talk to 10.2.0.0/16");
            router.deny(ALPHA, BETA);
            checks.equal("pings answered with that entry", 0, ping());
            checks.check(router.denied(ALPHA, BETA) >= PINGS, "the entry has counted them");
            router.allow(ALPHA, BETA);
            checks.equal("pings answered without it", PINGS, ping());

            screen.table("Ports and the program's counters", router.ports());
            screen.table("Through the pipeline", router.traffic());
        }
    }

    /** Gives the guest's interface an address in a subnet, and the router as its way to all others. */
    private static void move(GuestSession guest, VirtualPort port, int subnet) {
        String name = guest.awaitOwner(port.info().mac().toString(), "/sys/class/net/*/address");
        guest.run("ip addr flush dev " + name + " && ip addr add 10." + subnet + ".0.2/16 dev " + name
                + " && ip link set " + name + " up && ip route add default via 10." + subnet + ".0.1");
    }

    private int ping() throws InterruptedException {
        String output = waiting.during(
                "alpha pings 10.2.0.2", () -> alpha.run("ping -c " + PINGS + " -w " + 2 * PINGS + " 10.2.0.2 || true"));
        Matcher received = PING_RESULT.matcher(output);
        return received.find() ? Integer.parseInt(received.group(1)) : 0;
    }

    /** Checksums and segmentation that the guests leave to their devices, through a program that rewrites headers. */
    private void moveData() throws InterruptedException {
        alpha.run("dd if=/dev/urandom of=/tmp/routed bs=1024 count=" + KIBIBYTES + " 2>/dev/null");
        String sent = alpha.sha256("/tmp/routed");
        beta.run("[ -p /tmp/endless ] || mkfifo /tmp/endless; nc -l -p " + TCP_PORT
                + " <>/tmp/endless >/tmp/routed 2>&1 &");
        beta.await("netstat -lnt | grep :" + TCP_PORT);
        waiting.during(
                "alpha sends " + KIBIBYTES + " KiB over TCP",
                () -> alpha.run("nc 10.2.0.2 " + TCP_PORT + " </tmp/routed"));
        beta.await("[ $(stat -c %s /tmp/routed) = " + KIBIBYTES * 1024 + " ] && echo there");
        checks.equal("SHA-256 of what beta got through the router", sent, beta.sha256("/tmp/routed"));
    }
}
