package io.ipdk.testkit.p4target;

import com.google.protobuf.ByteString;
import io.ipdk.p4target.P4Pipeline;
import io.ipdk.p4target.PipelineLoader;
import io.ipdk.p4target.PipelineOptions;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.p4.config.v1.P4Info;

/** Compiles each program once. Thread-safe. */
final class KnownPipelines implements PipelineLoader {
    private final Map<Program, P4Pipeline> known = new ConcurrentHashMap<>();

    @Override
    public P4Pipeline load(P4Info info, byte[] json, PipelineOptions options) {
        return known.computeIfAbsent(
                new Program(info, ByteString.copyFrom(json), options), program -> P4Pipeline.load(info, json, options));
    }

    private record Program(P4Info info, ByteString json, PipelineOptions options) {}
}
