package io.ipdk.softipu.qemu;

import com.fasterxml.jackson.databind.JsonNode;
import io.ipdk.error.UnsupportedException;

/**
 * Checks that the guest's memory is shared with other processes. Without that a vhost-user device is accepted by QEMU and
 * works for no guest, so it is looked at before anything is plugged.
 */
final class SharedMemory {

    /** Anonymous memory: even where it is shared there is no file descriptor to hand to a back end. */
    private static final String ANONYMOUS = "memory-backend-ram";

    private SharedMemory() {}

    /** @throws UnsupportedException where the memory is private; says which options QEMU needs */
    static void require(Qemu qemu) {
        String backend = qemu.find("/machine", "memory-backend")
                .map(path -> path.asText(""))
                .orElse("");
        boolean shared = backend.isEmpty() ? allShared(qemu) : isShared(qemu, backend);
        if (!shared) {
            throw new UnsupportedException(
                    "the guest's memory is private to QEMU, so that no vhost-user device can work",
                    "start QEMU with -object memory-backend-memfd,id=mem,size=SIZE,share=on"
                            + " -machine q35,memory-backend=mem (SIZE as in -m)");
        }
    }

    /** Memory given per NUMA node. */
    private static boolean allShared(Qemu qemu) {
        JsonNode memdevs = qemu.query("query-memdev");
        for (JsonNode memdev : memdevs) {
            if (!isShared(qemu, "/objects/" + memdev.path("id").asText())) {
                return false;
            }
        }
        return !memdevs.isEmpty();
    }

    private static boolean isShared(Qemu qemu, String backend) {
        String type = qemu.find(backend, "type").map(text -> text.asText("")).orElse("");
        return !type.equals(ANONYMOUS)
                && qemu.find(backend, "share").map(share -> share.asBoolean()).orElse(false);
    }
}
