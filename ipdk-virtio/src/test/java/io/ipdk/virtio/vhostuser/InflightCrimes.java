package io.ipdk.virtio.vhostuser;

import io.ipdk.nativeaccess.posix.Fd;
import io.ipdk.nativeaccess.posix.FileMode;
import io.ipdk.nativeaccess.posix.Memfd;
import io.ipdk.nativeaccess.posix.PosixFile;
import io.ipdk.virtio.queue.InflightLayout;
import io.ipdk.virtio.vhostuser.message.InflightDescription;
import io.ipdk.virtio.vhostuser.message.VhostUserRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/** What a front end can do wrong with the area for requests in flight. */
final class InflightCrimes {
    private static final int RING_BYTES = InflightLayout.bytes(Rings.SIZE);

    private InflightCrimes() {}

    static Map<String, BiConsumer<VhostUserViolationsTest, ScriptedFrontend>> all() {
        Map<String, BiConsumer<VhostUserViolationsTest, ScriptedFrontend>> crimes = new LinkedHashMap<>();
        crimes.put("an area for no rings", (test, frontend) -> ask(frontend, 0, 16));
        crimes.put("an area for more rings than there are", (test, frontend) -> ask(frontend, 3, 16));
        crimes.put("an area for 65535 rings", (test, frontend) -> ask(frontend, 0xffff, 0x8000));
        crimes.put("an area for rings of size 0", (test, frontend) -> ask(frontend, 1, 0));
        crimes.put("an area for rings of size 100", (test, frontend) -> ask(frontend, 1, 100));
        crimes.put("an area for rings of size 65535", (test, frontend) -> ask(frontend, 1, 0xffff));
        crimes.put("a file of no bytes", (test, frontend) -> give(frontend, 0, area(RING_BYTES, 0, 1)));
        crimes.put("a file that is too short", (test, frontend) -> give(frontend, 4096, area(8192, 0, 1)));
        crimes.put("a file too short by its offset", (test, frontend) -> give(frontend, 4096, area(4096, 8, 1)));
        crimes.put("an area too small for its rings", (test, frontend) -> give(frontend, 4096, area(64, 0, 2)));
        crimes.put("an area of no bytes", (test, frontend) -> give(frontend, 4096, area(0, 0, 1)));
        crimes.put("an area of -1 bytes", (test, frontend) -> give(frontend, 4096, area(-1, 0, 1)));
        crimes.put("an area at -4096", (test, frontend) -> give(frontend, 4096, area(4096, -4096, 1)));
        crimes.put(
                "size and offset that wrap",
                (test, frontend) -> give(frontend, 4096, area(4096, Long.MAX_VALUE - 7, 1)));
        crimes.put("an area at an odd place", (test, frontend) -> give(frontend, 8192, area(4096, 3, 1)));
        crimes.put("an area of a terabyte", (test, frontend) -> give(frontend, 1L << 40, area(1L << 40, 0, 1)));
        crimes.put("an area a terabyte away", (test, frontend) -> give(frontend, 2L << 40, area(4096, 1L << 40, 1)));
        crimes.put(
                "an event as file",
                (test, frontend) ->
                        give(frontend, area(RING_BYTES, 0, 1), test.event().fd()));
        crimes.put("a file that cannot be written", (test, frontend) -> {
            try (PosixFile file = PosixFile.open(test.readOnlyFile(), FileMode.READ_ONLY)) {
                give(frontend, area(RING_BYTES, 0, 1), file.fd());
            }
        });
        crimes.put("an area replaced while rings run", (test, frontend) -> {
            test.start(frontend);
            give(frontend, 4096, area(RING_BYTES, 0, 1));
        });
        crimes.put("a ring larger than its part of the area", (test, frontend) -> {
            give(frontend, 4096, new InflightDescription(4096, 0, 2, Rings.SIZE / 2));
            test.describe(frontend);
            test.kick(frontend);
        });
        return crimes;
    }

    private static InflightDescription area(long bytes, long offset, int queues) {
        return new InflightDescription(bytes, offset, queues, Rings.SIZE);
    }

    private static void ask(ScriptedFrontend frontend, int queues, int queueSize) {
        frontend.send(
                VhostUserRequest.GET_INFLIGHT_FD,
                payload -> new InflightDescription(0, 0, queues, queueSize).addTo(payload, true));
    }

    private static void give(ScriptedFrontend frontend, long fileBytes, InflightDescription area) {
        try (Fd file = Memfd.create("inflight-crime", fileBytes, false)) {
            give(frontend, area, file);
        }
    }

    private static void give(ScriptedFrontend frontend, InflightDescription area, Fd file) {
        frontend.send(VhostUserRequest.SET_INFLIGHT_FD, payload -> area.addTo(payload, true), file);
    }
}
