package io.ipdk.benchmarks.p4;

import com.google.protobuf.ByteString;
import com.google.protobuf.TextFormat;
import io.ipdk.p4target.P4Pipeline;
import io.ipdk.p4target.PipelineOptions;
import io.ipdk.p4target.control.P4Control;
import io.ipdk.p4target.control.StatusCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.p4.config.v1.P4Info;
import org.p4.v1.Entity;
import org.p4.v1.TableEntry;
import org.p4.v1.Update;

/** The programs that are measured, and what writes to them have in common. Immutable. */
final class Programs {
    private Programs() {}

    /** Loads a program with tables of any size. */
    static P4Pipeline load(String name) throws IOException {
        return P4Pipeline.load(info(name), json(name), PipelineOptions.defaults());
    }

    /** P4Info of a program with tables of any size. */
    static P4Info info(String name) throws IOException {
        P4Info.Builder info = P4Info.newBuilder();
        TextFormat.merge(new String(read(name + ".p4info.txtpb"), StandardCharsets.UTF_8), info);
        info.getTablesBuilderList().forEach(table -> table.setSize(0));
        return info.build();
    }

    /** What p4c wrote of a program for bmv2. */
    static byte[] json(String name) throws IOException {
        return read(name + ".json");
    }

    private static byte[] read(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(Programs.class.getResourceAsStream(name), name)) {
            return in.readAllBytes();
        }
    }

    /** The id of a table. */
    static int table(P4Pipeline pipeline, String name) {
        return table(pipeline.p4info(), name);
    }

    /** The id of a table. */
    static int table(P4Info info, String name) {
        return info.getTablesList().stream()
                .filter(table -> table.getPreamble().getName().equals(name))
                .findFirst()
                .orElseThrow()
                .getPreamble()
                .getId();
    }

    /** The id of an action. */
    static int action(P4Pipeline pipeline, String name) {
        return action(pipeline.p4info(), name);
    }

    /** The id of an action. */
    static int action(P4Info info, String name) {
        return info.getActionsList().stream()
                .filter(action -> action.getPreamble().getName().equals(name))
                .findFirst()
                .orElseThrow()
                .getPreamble()
                .getId();
    }

    static ByteString bits(long value, int bytes) {
        byte[] all = ByteBuffer.allocate(8).putLong(value).array();
        return ByteString.copyFrom(all, 8 - bytes, bytes);
    }

    static Update insert(TableEntry.Builder entry) {
        return Update.newBuilder()
                .setType(Update.Type.INSERT)
                .setEntity(Entity.newBuilder().setTableEntry(entry))
                .build();
    }

    /** Writes a batch that must be taken as a whole. */
    static void write(P4Control control, List<Update> updates) {
        for (P4Control.Result result : control.write(updates, P4Control.Atomicity.CONTINUE_ON_ERROR)) {
            if (result.code() != StatusCode.OK) {
                throw new IllegalStateException(result.toString());
            }
        }
    }
}
