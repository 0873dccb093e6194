package io.ipdk.examples.quickstart;

import io.ipdk.Ipu;
import io.ipdk.port.VirtualPort;
import io.ipdk.unit.Bandwidth;
import java.time.Duration;

/** Plugs a port, changes its rate limit while it runs, and unplugs it. */
public final class QuickPort {
    private QuickPort() {}

    public static void main(String... uri) {
        try (Ipu ipu = Ipu.open(uri.length > 0 ? uri[0] : "soft:")) {
            VirtualPort web = ipu.ports()
                    .plug(
                            "web0",
                            port -> port.mac("52:54:00:12:34:56")
                                    .queuePairs(2)
                                    .linkSpeed(Bandwidth.gbps(25))
                                    .rateLimit(Bandwidth.gbps(1)));
            web.awaitReady(Duration.ofSeconds(60));

            web.update(port -> port.rateLimit(Bandwidth.mbps(200)));
            System.out.println(web.info());
            System.out.println(web.stats());

            System.out.println(web.unplug());
        }
    }
}
