package io.ipdk.examples.demo;

import io.ipdk.Ipu;
import io.ipdk.examples.console.Numbers;
import io.ipdk.examples.console.Screen;
import io.ipdk.pipeline.PipelineMode;
import io.ipdk.pipeline.PipelineTrace;
import io.ipdk.port.VirtualPort;
import io.ipdk.unit.MacAddress;
import io.ipdk.virtio.net.driver.VirtioNetDriver;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * A P4 program takes the switch's place: the embedded host's two ports are two subnets, the router between them answers ARP,
 * routes, and drops what the access list denies.
 *
 * <p>Confined to one thread (the demo's).
 */
final class PipelinePart {

    private static final int WEB = 1;
    private static final int DB = 2;
    private static final Duration SILENCE = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Fewer than the receiver's ring has buffers. */
    private static final int BURST = 64;

    private final Ipu ipu;
    private final Screen screen;
    private final Checks checks;
    private final int frames;
    private final VirtualPort web;
    private final VirtualPort db;
    private final VirtioNetDriver webDriver;
    private final VirtioNetDriver dbDriver;

    PipelinePart(Ipu ipu, NetworkPart network, Screen screen, Checks checks, DemoSizes sizes) {
        this.ipu = ipu;
        this.screen = screen;
        this.checks = checks;
        this.frames = sizes.frames();
        List<VirtualPort> ports = network.ports();
        web = ports.get(0);
        db = ports.get(1);
        webDriver = network.webDriver();
        dbDriver = network.dbDriver();
    }

    void run() {
        screen.heading("A P4 program takes the switch's place");
        checks.equal(
                "what decides without a program",
                PipelineMode.SWITCH,
                ipu.pipeline().info().mode());
        screen.progress("a controller pushes edge_gateway and writes its tables over P4Runtime");
        try (EdgeRouter router = EdgeRouter.push(ipu)) {
            router.subnet(WEB, web);
            router.subnet(DB, db);
            screen.table("The pipeline", router.pipeline());
            screen.table("Entries", router.entries());
            checks.equal(
                    "what decides now",
                    PipelineMode.PROGRAM,
                    ipu.pipeline().info().mode());
            askForTheRouter();
            route();
            deny(router);
            screen.table("Ports and the program's counters", router.ports());
            screen.table("Through the pipeline", router.traffic());
        }
    }

    private void askForTheRouter() {
        send(IpFrame.arpRequest(web.info().mac(), WEB), 1);
        byte[] answer = receive(webDriver);
        checks.check(
                answer.length >= 28 && answer[13] == 6 && answer[21] == 2,
                "web0 asks who has 10.1.0.1, and the pipeline answers");
    }

    private void route() {
        byte[] sent = packet();
        byte[] expected = IpFrame.routed(
                sent, MacAddress.of(EdgeRouter.routerMac(DB)), db.info().mac());
        PipelineTrace trace = ipu.pipeline().trace(web.name(), sent);
        checks.equal(
                "a traced packet would leave through", List.of(ipu.pipeline().portNumber(db.name())), trace.ports());
        screen.text("What happens to a packet from 10.1.0.2 to 10.2.0.2:\n" + trace.text());
        screen.progress(Numbers.count(frames) + " packets from 10.1.0.2 to 10.2.0.2");
        int arrived = 0;
        int wrong = 0;
        while (arrived < frames) {
            int burst = Math.min(BURST, frames - arrived);
            send(sent, burst);
            for (int i = 0; i < burst; i++) {
                byte[] received = receive(dbDriver);
                if (received.length == 0) {
                    checks.equal("packets routed", frames, arrived);
                    return;
                }
                arrived++;
                wrong += Arrays.equals(received, expected) ? 0 : 1;
            }
        }
        checks.equal("packets routed", frames, arrived);
        checks.equal("of these not rewritten as a router does", 0, wrong);
    }

    private void deny(EdgeRouter router) {
        screen.progress("an entry in the access list: 10.1.0.0/16 may not talk to 10.2.0.0/16");
        router.deny(WEB, DB);
        send(packet(), BURST);
        checks.check(!dbDriver.await(0, SILENCE), "nothing arrives any more");
        checks.equal("packets that the entry has counted", (long) BURST, router.denied(WEB, DB));
        router.allow(WEB, DB);
        send(packet(), 1);
        checks.check(receive(dbDriver).length > 0, "the entry deleted, they talk again");
    }

    private byte[] packet() {
        return IpFrame.udp(web.info().mac(), MacAddress.of(EdgeRouter.routerMac(WEB)), WEB, DB, TestFrame.SHORTEST);
    }

    private void send(byte[] frame, int count) {
        for (int i = 0; i < count; i++) {
            long start = System.nanoTime();
            while (!webDriver.send(0, frame) && System.nanoTime() - start < PATIENCE.toNanos()) {
                webDriver.flush(0);
                Thread.onSpinWait();
            }
        }
        webDriver.flush(0);
    }

    /** The next frame; empty if none comes. */
    private static byte[] receive(VirtioNetDriver at) {
        byte[] buffer = new byte[TestFrame.LONGEST + 1];
        if (!at.await(0, PATIENCE)) {
            return new byte[0];
        }
        int length = at.receive(0, buffer);
        return Arrays.copyOf(buffer, Math.max(0, length));
    }
}
