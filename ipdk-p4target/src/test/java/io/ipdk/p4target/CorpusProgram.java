package io.ipdk.p4target;

import com.google.protobuf.TextFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.p4.config.v1.P4Info;

/** A program of the corpus in the test resources. */
public record CorpusProgram(String name) {
    /** The names of all programs. */
    public static final List<String> NAMES = List.of(
            "l2_switch",
            "l3_router",
            "acl_meter",
            "vxlan_gateway",
            "nat_conntrack",
            "parser_probe",
            "arith_probe",
            "hash_probe",
            "clone_recirc",
            "const_tables",
            "stack_ops",
            "tunnel_p4runtime_types",
            "qos_queue",
            "psa_l2",
            "edge_gateway");

    public P4Info p4info() {
        try {
            P4Info.Builder info = P4Info.newBuilder();
            TextFormat.merge(new String(read(name + ".p4info.txtpb"), StandardCharsets.UTF_8), info);
            return info.build();
        } catch (TextFormat.ParseException e) {
            throw new UncheckedIOException(e);
        }
    }

    public byte[] config() {
        return read(name + ".json");
    }

    public P4Pipeline load() {
        return P4Pipeline.load(p4info(), config(), PipelineOptions.defaults());
    }

    public byte[] read(String file) {
        String path = "/p4-corpus/" + name + "/" + file;
        try (InputStream in = Objects.requireNonNull(CorpusProgram.class.getResourceAsStream(path), path)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
