package io.ipdk.softipu.journal;

import com.fasterxml.jackson.databind.JsonNode;
import io.ipdk.device.DeviceKind;

/**
 * What the application wants of one device.
 *
 * <p>Immutable, as long as nobody changes the JSON.
 *
 * @param version version of the spec, from 1
 * @param phase how far it has got
 * @param spec the spec, as the kind's codec wrote it
 */
public record Intent(DeviceKind kind, String name, long version, IntentPhase phase, JsonNode spec) {}
