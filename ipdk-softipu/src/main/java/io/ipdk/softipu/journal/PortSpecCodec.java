package io.ipdk.softipu.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ipdk.port.AdminState;
import io.ipdk.port.PortAttachment;
import io.ipdk.port.VirtualPortSpec;
import io.ipdk.unit.Bandwidth;
import io.ipdk.unit.MacAddress;

/** A port's spec in the journal. Immutable. */
public final class PortSpecCodec implements SpecCodec<VirtualPortSpec> {

    @Override
    public void write(VirtualPortSpec spec, ObjectNode json) {
        json.put("host", spec.host());
        MacAddress mac = spec.mac();
        if (mac != null) {
            json.put("mac", mac.toString());
        }
        json.put("mtu", spec.mtu());
        json.put("queuePairs", spec.queuePairs());
        json.put("linkBitsPerSecond", spec.linkSpeed().bitsPerSecond());
        Limits.write(json, "rateLimit", spec.rateLimit());
        json.put("adminState", spec.adminState().name());
        json.put("antiSpoofing", spec.antiSpoofing());
        json.put("attachment", spec.attachment().name());
    }

    @Override
    public VirtualPortSpec read(JsonNode json) {
        return VirtualPortSpec.of(port -> {
            if (json.has("mac")) {
                port.mac(json.path("mac").asText());
            }
            port.host(json.path("host").asText())
                    .mtu(json.path("mtu").asInt())
                    .queuePairs(json.path("queuePairs").asInt())
                    .linkSpeed(new Bandwidth(json.path("linkBitsPerSecond").asLong()))
                    .rateLimit(Limits.readBandwidth(json, "rateLimit"))
                    .adminState(AdminState.valueOf(json.path("adminState").asText()))
                    .antiSpoofing(json.path("antiSpoofing").asBoolean())
                    .attachment(PortAttachment.valueOf(json.path("attachment").asText()));
        });
    }
}
