package io.ipdk.softipu.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ipdk.limit.BandwidthLimit;
import io.ipdk.limit.IopsLimit;
import io.ipdk.unit.Bandwidth;
import io.ipdk.unit.DataSize;
import io.ipdk.unit.Iops;

/** Limits in the journal: an object with rate and burst; absent = unlimited. */
final class Limits {

    private Limits() {}

    static void write(ObjectNode json, String field, BandwidthLimit limit) {
        if (!limit.isUnlimited()) {
            json.putObject(field)
                    .put("bitsPerSecond", limit.rate().bitsPerSecond())
                    .put("burstBytes", limit.burst().bytes());
        }
    }

    static void write(ObjectNode json, String field, IopsLimit limit) {
        if (!limit.isUnlimited()) {
            json.putObject(field).put("perSecond", limit.rate().perSecond()).put("burst", limit.burst());
        }
    }

    static BandwidthLimit readBandwidth(JsonNode json, String field) {
        JsonNode limit = json.path(field);
        return limit.isMissingNode()
                ? BandwidthLimit.UNLIMITED
                : new BandwidthLimit(
                        new Bandwidth(limit.path("bitsPerSecond").asLong()),
                        DataSize.bytes(limit.path("burstBytes").asLong()));
    }

    static IopsLimit readIops(JsonNode json, String field) {
        JsonNode limit = json.path(field);
        return limit.isMissingNode()
                ? IopsLimit.UNLIMITED
                : new IopsLimit(
                        new Iops(limit.path("perSecond").asLong()),
                        limit.path("burst").asLong());
    }
}
