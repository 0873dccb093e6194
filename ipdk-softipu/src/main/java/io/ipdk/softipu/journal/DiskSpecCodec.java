package io.ipdk.softipu.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ipdk.disk.DiskBackend;
import io.ipdk.disk.DiskLimits;
import io.ipdk.disk.VirtualDiskSpec;
import io.ipdk.unit.DataSize;
import java.nio.file.Path;

/** A disk's spec in the journal. Immutable. */
public final class DiskSpecCodec implements SpecCodec<VirtualDiskSpec> {

    @Override
    public void write(VirtualDiskSpec spec, ObjectNode json) {
        json.put("host", spec.host());
        DiskBackend backend = spec.backend();
        if (backend instanceof DiskBackend.Memory) {
            json.put("backend", "memory");
        } else if (backend instanceof DiskBackend.RawFile raw) {
            json.put("backend", "rawFile").put("path", raw.path().toString());
        } else if (backend instanceof DiskBackend.SparseFile sparse) {
            json.put("backend", "sparseFile").put("path", sparse.path().toString());
        } else if (backend instanceof DiskBackend.SpdkVolume volume) {
            json.put("backend", "spdkVolume")
                    .put("rpcSocket", volume.rpcSocket().toString())
                    .put("store", volume.store())
                    .put("volume", volume.volume())
                    .put("thin", volume.thin());
        } else if (backend instanceof DiskBackend.SpdkBdev bdev) {
            json.put("backend", "spdkBdev")
                    .put("rpcSocket", bdev.rpcSocket().toString())
                    .put("bdev", bdev.bdev());
        }
        json.put("serial", spec.serial());
        json.put("bytes", spec.size().bytes());
        json.put("logicalBlockSize", spec.logicalBlockSize());
        json.put("queues", spec.queues());
        json.put("readOnly", spec.readOnly());
        json.put("bootOrder", spec.bootOrder());
        DiskLimits limits = spec.limits();
        Limits.write(json, "readIops", limits.readIops());
        Limits.write(json, "writeIops", limits.writeIops());
        Limits.write(json, "totalIops", limits.totalIops());
        Limits.write(json, "readBandwidth", limits.readBandwidth());
        Limits.write(json, "writeBandwidth", limits.writeBandwidth());
        Limits.write(json, "totalBandwidth", limits.totalBandwidth());
    }

    @Override
    public VirtualDiskSpec read(JsonNode json) {
        return new VirtualDiskSpec(
                json.path("host").asText(),
                backend(json),
                json.path("serial").asText(),
                DataSize.bytes(json.path("bytes").asLong()),
                json.path("logicalBlockSize").asInt(),
                json.path("queues").asInt(),
                json.path("readOnly").asBoolean(),
                new DiskLimits(
                        Limits.readIops(json, "readIops"),
                        Limits.readIops(json, "writeIops"),
                        Limits.readIops(json, "totalIops"),
                        Limits.readBandwidth(json, "readBandwidth"),
                        Limits.readBandwidth(json, "writeBandwidth"),
                        Limits.readBandwidth(json, "totalBandwidth")),
                json.path("bootOrder").asInt());
    }

    private static DiskBackend backend(JsonNode json) {
        String kind = json.path("backend").asText();
        return switch (kind) {
            case "memory" -> DiskBackend.memory();
            case "rawFile" -> DiskBackend.rawFile(Path.of(json.path("path").asText()));
            case "sparseFile" ->
                DiskBackend.sparseFile(Path.of(json.path("path").asText()));
            case "spdkVolume" ->
                new DiskBackend.SpdkVolume(
                        Path.of(json.path("rpcSocket").asText()),
                        json.path("store").asText(),
                        json.path("volume").asText(),
                        json.path("thin").asBoolean());
            case "spdkBdev" ->
                new DiskBackend.SpdkBdev(
                        Path.of(json.path("rpcSocket").asText()),
                        json.path("bdev").asText());
            default -> throw new IllegalArgumentException("unknown disk back end '" + kind + "'");
        };
    }
}
