package io.ipdk.p4runtime.codec;

import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import io.ipdk.p4runtime.info.P4Info;
import io.ipdk.p4runtime.value.Bits;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.p4.v1.Entity;
import org.p4.v1.FieldMatch;
import org.p4.v1.TableEntry;

/** P4 programs with messages that a P4Runtime server was seen to take and give. */
public final class Corpus {
    /** The programs that have messages. */
    public static final List<String> PROGRAMS = List.of(
            "acl_meter",
            "clone_recirc",
            "const_tables",
            "edge_gateway",
            "l2_switch",
            "l3_router",
            "nat_conntrack",
            "parser_probe",
            "psa_l2",
            "qos_queue",
            "tunnel_p4runtime_types",
            "vxlan_gateway");

    private Corpus() {}

    /**
     * A line of a program's messages.
     *
     * @param kind {@code write}, {@code refused} (a write that a server must refuse), {@code read}, {@code refused-read},
     *     {@code entity} (of an answer), {@code idle}, {@code digest NAME}
     * @param text the message in protobuf's text form
     */
    public record Line(String kind, String text) {
        @Override
        public String toString() {
            return kind + ' ' + text;
        }
    }

    public static P4Info info(String program) {
        return P4Info.parse(resource("/corpus/" + program + ".p4info.txtpb"));
    }

    public static List<Line> lines(String program) {
        return new String(resource("/corpus/" + program + ".vectors.txt"), StandardCharsets.UTF_8)
                .lines()
                .map(line -> new Line(line.substring(0, line.indexOf('\t')), line.substring(line.indexOf('\t') + 1)))
                .toList();
    }

    public static byte[] resource(String name) {
        try (InputStream stream = Corpus.class.getResourceAsStream(name)) {
            return Objects.requireNonNull(stream, name).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same entity, its matches sorted and its exact values without leading zero bytes. */
    static Entity canonical(Entity entity) {
        if (!entity.hasTableEntry()) {
            return entity;
        }
        TableEntry.Builder entry = entity.getTableEntry().toBuilder();
        List<FieldMatch> matches = entry.getMatchList().stream()
                .map(Corpus::canonical)
                .sorted(Comparator.comparingInt(FieldMatch::getFieldId))
                .toList();
        return Entity.newBuilder()
                .setTableEntry(entry.clearMatch().addAllMatch(matches))
                .build();
    }

    private static FieldMatch canonical(FieldMatch match) {
        FieldMatch.Builder builder = match.toBuilder();
        if (match.hasExact()) {
            builder.getExactBuilder().setValue(Bits.canonical(match.getExact().getValue()));
        }
        return builder.build();
    }

    /** Reads protobuf's text form. */
    public static <T extends Message> T text(String text, Class<T> type) {
        try {
            return TextFormat.parse(text, type);
        } catch (TextFormat.ParseException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
