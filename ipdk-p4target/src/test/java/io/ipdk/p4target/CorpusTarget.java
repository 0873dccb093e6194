package io.ipdk.p4target;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import io.ipdk.p4target.control.P4Control;
import io.ipdk.p4target.dataplane.DigestBatch;
import io.ipdk.p4target.dataplane.IdleEntry;
import io.ipdk.p4target.dataplane.P4Dataplane;
import io.ipdk.p4target.dataplane.PacketProcessor;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** A fresh target for a case of the corpus: what leaves it, what it tells, and a clock. */
final class CorpusTarget implements TargetListener {
    @SuppressWarnings("ArrayRecordComponent")
    record Sent(int port, byte[] bytes) {}

    final List<Sent> sent = new ArrayList<>();
    final List<DigestBatch> digests = new ArrayList<>();
    final List<IdleEntry> idle = new ArrayList<>();
    final ManualClock clock = new ManualClock();
    final P4Dataplane dataplane;
    final P4Control control;
    private final PacketProcessor processor;

    CorpusTarget(P4Pipeline pipeline) {
        dataplane = new P4Dataplane(pipeline, clock, this);
        control = new P4Control(dataplane);
        processor = dataplane.newProcessor((port, bytes, offset, length) ->
                sent.add(new Sent(port, Arrays.copyOfRange(bytes, offset, offset + length))));
    }

    static PipelineOptions options(JsonNode vectors) {
        PipelineOptions options = PipelineOptions.defaults()
                .withCpuPort(vectors.path("cpuPort").asInt(510))
                .withDropPort(vectors.path("dropPort").asInt(511));
        for (Map.Entry<String, JsonNode> uri : vectors.path("translation").properties()) {
            Map<String, BigInteger> table = new HashMap<>();
            uri.getValue()
                    .properties()
                    .forEach(e -> table.put(e.getKey(), e.getValue().bigIntegerValue()));
            options = options.withTranslation(uri.getKey(), ValueTranslation.of(table));
        }
        return options;
    }

    @Override
    public void digest(DigestBatch batch) {
        digests.add(batch);
    }

    @Override
    public void idleTimeout(List<IdleEntry> entries) {
        idle.addAll(entries);
    }

    void process(int port, byte[] packet) {
        processor.process(port, packet, 0, packet.length);
    }

    static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    static <B extends Message.Builder> B parse(String text, B builder) {
        try {
            TextFormat.merge(text, builder);
            return builder;
        } catch (TextFormat.ParseException e) {
            throw new UncheckedIOException(e);
        }
    }
}
