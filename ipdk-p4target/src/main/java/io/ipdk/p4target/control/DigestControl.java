package io.ipdk.p4target.control;

import io.ipdk.p4target.dataplane.DigestConfig;
import io.ipdk.p4target.dataplane.Digests;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.p4.v1.DigestEntry;
import org.p4.v1.Update;

/** Writes digest settings: P4Runtime 1.5, "DigestEntry". Confined to one thread (the holder of the control plane's lock). */
final class DigestControl {
    private final Schemas schemas;
    private final Digests digests;
    private final Map<Integer, DigestEntry> entries = new TreeMap<>();

    DigestControl(Schemas schemas, Digests digests) {
        this.schemas = schemas;
        this.digests = digests;
    }

    Map<Integer, DigestEntry> entries() {
        return entries;
    }

    void write(Update.Type type, DigestEntry given, Batch batch) {
        int id = given.getDigestId();
        int list = CellControl.place(schemas.digests, id, "digest");
        DigestEntry.Config config = given.getConfig();
        Set<Integer> configured = batch.digests == null ? new HashSet<>(entries.keySet()) : batch.digests;
        boolean there = configured.contains(id);
        if (type == Update.Type.INSERT && there) {
            throw new RefusedException(StatusCode.ALREADY_EXISTS, "digest " + id + " is configured");
        }
        if (type != Update.Type.INSERT && !there) {
            throw RefusedException.missing("digest " + id + " is not configured");
        }
        if (config.getMaxTimeoutNs() < 0 || config.getMaxListSize() < 0 || config.getAckTimeoutNs() < 0) {
            throw RefusedException.invalid("digest " + id + ": times and sizes are not negative");
        }
        boolean delete = type == Update.Type.DELETE;
        if (delete) {
            configured.remove(id);
        } else {
            configured.add(id);
        }
        batch.digests = configured;
        batch.afterwards(() -> {
            if (delete) {
                entries.remove(id);
                digests.configure(list, null);
            } else {
                entries.put(id, given);
                digests.configure(
                        list,
                        new DigestConfig(config.getMaxTimeoutNs(), config.getMaxListSize(), config.getAckTimeoutNs()));
            }
        });
    }
}
