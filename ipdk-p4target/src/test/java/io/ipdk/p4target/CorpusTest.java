package io.ipdk.p4target;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import io.ipdk.p4target.control.P4Control;
import io.ipdk.p4target.control.RefusedException;
import io.ipdk.p4target.control.StatusCode;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.p4.config.v1.ControllerPacketMetadata;
import org.p4.v1.DigestList;
import org.p4.v1.Entity;
import org.p4.v1.P4Data;
import org.p4.v1.PacketIn;
import org.p4.v1.PacketMetadata;
import org.p4.v1.PacketOut;
import org.p4.v1.TableEntry;
import org.p4.v1.Update;

/** Every case of the corpus, whose vectors were checked on the reference software switch. */
class CorpusTest {
    @TestFactory
    Stream<DynamicContainer> everyProgramDoesWhatItsVectorsSay() {
        return CorpusProgram.NAMES.stream()
                .map(name -> DynamicContainer.dynamicContainer(name, cases(new CorpusProgram(name))));
    }

    private static Stream<DynamicTest> cases(CorpusProgram program) {
        JsonNode vectors = json(program.read("vectors.json"));
        P4Pipeline pipeline = P4Pipeline.load(program.p4info(), program.config(), CorpusTarget.options(vectors));
        List<JsonNode> cases = new ArrayList<>();
        vectors.path("cases").forEach(cases::add);
        return cases.stream()
                .map(one -> DynamicTest.dynamicTest(
                        one.path("name").asText(), () -> new CorpusTest.Run(pipeline).run(one)));
    }

    private static JsonNode json(byte[] bytes) {
        try {
            return new ObjectMapper().readTree(bytes);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** One case on a target of its own. */
    private static final class Run {
        private final P4Pipeline pipeline;
        private final CorpusTarget target;
        private final Map<String, Integer> chosen = new HashMap<>();

        Run(P4Pipeline pipeline) {
            this.pipeline = pipeline;
            target = new CorpusTarget(pipeline);
        }

        void run(JsonNode one) {
            int number = 0;
            for (JsonNode step : one.path("steps")) {
                String what = "step " + number++ + " " + step.path("notes").asText("");
                if (step.has("write")) {
                    write(step, what);
                } else if (step.has("send")) {
                    for (int i = 0; i < step.path("send").path("count").asInt(1); i++) {
                        target.process(
                                step.path("send").path("port").asInt(),
                                CorpusTarget.bytes(step.path("send").path("hex").asText()));
                    }
                    check(step, what);
                } else if (step.has("packetOut")) {
                    byte[] packet = target.control.packets().packetOut(packetOut(step.path("packetOut")));
                    target.process(pipeline.options().cpuPort(), packet);
                    check(step, what);
                } else if (step.has("read")) {
                    read(step, what);
                } else if (step.has("awaitIdleTimeout")) {
                    idle(step.path("awaitIdleTimeout"), what);
                } else {
                    throw new AssertionError("unknown " + what + step);
                }
            }
        }

        private void write(JsonNode step, String what) {
            List<Update> updates = new ArrayList<>();
            step.path("write")
                    .forEach(text -> updates.add(CorpusTarget.parse(text.asText(), Update.newBuilder())
                            .build()));
            List<P4Control.Result> results = target.control.write(updates, P4Control.Atomicity.CONTINUE_ON_ERROR);
            StatusCode first = results.stream()
                    .map(P4Control.Result::code)
                    .filter(code -> code != StatusCode.OK)
                    .findFirst()
                    .orElse(StatusCode.OK);
            assertThat(first.name())
                    .as("%s %s", what, results)
                    .isEqualTo(step.path("expectError").asText("OK"));
        }

        private PacketOut packetOut(JsonNode node) {
            PacketOut.Builder packet = PacketOut.newBuilder()
                    .setPayload(ByteString.copyFrom(
                            CorpusTarget.bytes(node.path("payloadHex").asText())));
            for (ControllerPacketMetadata header : pipeline.p4info().getControllerPacketMetadataList()) {
                if (header.getPreamble().getName().equals("packet_out")) {
                    for (ControllerPacketMetadata.Metadata field : header.getMetadataList()) {
                        JsonNode value = node.path("metadata").path(field.getName());
                        packet.addMetadata(PacketMetadata.newBuilder()
                                .setMetadataId(field.getId())
                                .setValue(bytesOf(value)));
                    }
                }
            }
            return packet.build();
        }

        private static ByteString bytesOf(JsonNode value) {
            if (value.isTextual()) {
                return ByteString.copyFrom(CorpusTarget.bytes(value.asText()));
            }
            return ByteString.copyFrom(BigInteger.valueOf(value.asLong()).toByteArray());
        }

        private void check(JsonNode step, String what) {
            List<CorpusTarget.Sent> out = new ArrayList<>();
            List<PacketIn> in = new ArrayList<>();
            for (CorpusTarget.Sent sent : target.sent) {
                if (sent.port() == pipeline.options().cpuPort()) {
                    in.add(target.control.packets().packetIn(sent.bytes(), 0, sent.bytes().length));
                } else {
                    out.add(sent);
                }
            }
            target.sent.clear();
            if (step.has("expectOneOf")) {
                oneOf(step, out, what);
            } else {
                assertThat(difference(step.path("expect"), out)).as("%s", what).isEmpty();
            }
            packetIns(step.path("expectPacketIn"), in, what);
            digests(step.path("expectDigest"), what);
        }

        private void oneOf(JsonNode step, List<CorpusTarget.Sent> out, String what) {
            int match = -1;
            for (int i = 0; i < step.path("expectOneOf").size(); i++) {
                if (difference(step.path("expectOneOf").get(i), out).isEmpty()) {
                    match = i;
                }
            }
            assertThat(match).as("%s: one of the alternatives", what).isNotNegative();
            if (step.has("flow")) {
                String flow = step.path("flow").asText() + step.path("expectOneOf");
                Integer before = chosen.putIfAbsent(flow, match);
                assertThat(before == null ? match : before)
                        .as("%s: same choice", what)
                        .isEqualTo(match);
            }
        }

        private static String difference(JsonNode expected, List<CorpusTarget.Sent> out) {
            List<CorpusTarget.Sent> left = new ArrayList<>(out);
            List<String> missing = new ArrayList<>();
            for (JsonNode packet : expected) {
                if (!left.removeIf(once(packet))) {
                    missing.add(packet.toString());
                }
            }
            if (missing.isEmpty() && left.isEmpty()) {
                return "";
            }
            List<String> extra = left.stream()
                    .map(sent -> sent.port() + ":" + HexFormat.of().formatHex(sent.bytes()))
                    .toList();
            return "missing " + missing + " but had " + extra;
        }

        private static java.util.function.Predicate<CorpusTarget.Sent> once(JsonNode packet) {
            boolean[] used = {false};
            return sent -> {
                boolean hit = !used[0] && same(packet, sent);
                used[0] |= hit;
                return hit;
            };
        }

        private static boolean same(JsonNode packet, CorpusTarget.Sent sent) {
            byte[] bytes = CorpusTarget.bytes(packet.path("hex").asText());
            if (packet.path("port").asInt() != sent.port() || bytes.length != sent.bytes().length) {
                return false;
            }
            byte[] mask =
                    packet.has("mask") ? CorpusTarget.bytes(packet.path("mask").asText()) : null;
            for (int i = 0; i < bytes.length; i++) {
                int bits = mask == null ? 0xFF : mask[i];
                if (((bytes[i] ^ sent.bytes()[i]) & bits) != 0) {
                    return false;
                }
            }
            return true;
        }

        private void packetIns(JsonNode expected, List<PacketIn> in, String what) {
            List<String> wanted = new ArrayList<>();
            expected.forEach(packet -> {
                Map<String, String> metadata = new java.util.TreeMap<>();
                packet.path("metadata")
                        .properties()
                        .forEach(e -> metadata.put(e.getKey(), canonical(bytesOf(e.getValue()))));
                wanted.add(packet.path("payloadHex").asText() + metadata);
            });
            List<String> had = new ArrayList<>();
            for (PacketIn packet : in) {
                Map<String, String> metadata = new java.util.TreeMap<>();
                pipeline.p4info().getControllerPacketMetadataList().stream()
                        .filter(header -> header.getPreamble().getName().equals("packet_in"))
                        .flatMap(header -> header.getMetadataList().stream())
                        .forEach(field -> packet.getMetadataList().stream()
                                .filter(m -> m.getMetadataId() == field.getId())
                                .forEach(m -> metadata.put(field.getName(), canonical(m.getValue()))));
                had.add(HexFormat.of().formatHex(packet.getPayload().toByteArray()) + metadata);
            }
            assertThat(had).as("%s: packet-ins", what).containsExactlyInAnyOrderElementsOf(wanted);
        }

        private static String canonical(ByteString bytes) {
            return new BigInteger(1, bytes.toByteArray()).toString(16);
        }

        private void digests(JsonNode expected, String what) {
            List<List<P4Data>> had = new ArrayList<>();
            target.digests.forEach(batch -> {
                DigestList list = target.control.notifications().digest(batch);
                had.add(list.getDataList());
                target.dataplane.digests().acknowledge(batch.list(), batch.id());
            });
            target.digests.clear();
            List<List<P4Data>> wanted = new ArrayList<>();
            expected.forEach(list -> {
                List<P4Data> data = new ArrayList<>();
                list.path("data")
                        .forEach(text -> data.add(CorpusTarget.parse(text.asText(), P4Data.newBuilder())
                                .build()));
                wanted.add(data);
            });
            assertThat(had).as("%s: digests", what).isEqualTo(wanted);
        }

        private void read(JsonNode step, String what) {
            Entity filter = CorpusTarget.parse(step.path("read").asText(), Entity.newBuilder())
                    .build();
            List<String> had = new ArrayList<>();
            try {
                target.control.read(filter, entity -> had.add(CanonicalEntity.of(entity)));
            } catch (RefusedException e) {
                assertThat(e.code().name())
                        .as("%s %s", what, e.getMessage())
                        .isEqualTo(step.path("expectError").asText("OK"));
                return;
            }
            assertThat(step.path("expectError").asText("OK")).as("%s", what).isEqualTo("OK");
            List<String> wanted = new ArrayList<>();
            step.path("expect")
                    .forEach(
                            text -> wanted.add(CanonicalEntity.of(CorpusTarget.parse(text.asText(), Entity.newBuilder())
                                    .build())));
            assertThat(had).as("%s", what).containsExactlyInAnyOrderElementsOf(wanted);
        }

        private void idle(JsonNode node, String what) {
            target.idle.clear();
            long moved = 0;
            long most = Duration.ofMillis(node.path("withinMs").asLong()).toNanos();
            while (target.idle.isEmpty() && moved < most) {
                target.clock.move(10_000_000);
                moved += 10_000_000;
                target.dataplane.tick();
            }
            List<String> had = target.control.notifications().idle(target.idle, 0).getTableEntryList().stream()
                    .map(entry -> CanonicalEntity.of(keyOnly(entry)))
                    .toList();
            List<String> wanted = new ArrayList<>();
            node.path("entries")
                    .forEach(text -> wanted.add(
                            CanonicalEntity.of(keyOnly(CorpusTarget.parse(text.asText(), TableEntry.newBuilder())
                                    .build()))));
            assertThat(had).as("%s", what).containsExactlyInAnyOrderElementsOf(wanted);
        }

        private static Entity keyOnly(TableEntry entry) {
            return Entity.newBuilder()
                    .setTableEntry(TableEntry.newBuilder()
                            .setTableId(entry.getTableId())
                            .addAllMatch(entry.getMatchList())
                            .setPriority(entry.getPriority())
                            .setIdleTimeoutNs(entry.getIdleTimeoutNs()))
                    .build();
        }
    }
}
