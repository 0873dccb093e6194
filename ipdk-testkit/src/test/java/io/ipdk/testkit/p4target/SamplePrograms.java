package io.ipdk.testkit.p4target;

import com.google.protobuf.ByteString;
import io.ipdk.p4runtime.P4RuntimeClient;
import io.ipdk.p4runtime.entity.P4Entity;
import io.ipdk.p4runtime.info.P4Info;
import io.ipdk.p4runtime.info.P4Program;
import io.ipdk.p4runtime.read.ReadCursor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/** The programs of the conformance suite, as p4c wrote them. */
final class SamplePrograms {
    private static final String FOLDER = "/io/ipdk/testkit/p4runtime/conformance/";

    private SamplePrograms() {}

    static P4Program load(String name) {
        return P4Program.of(P4Info.parse(resource(name + ".p4info.txtpb")), resource(name + ".json"));
    }

    /** The program with another P4Info. */
    static P4Program load(String name, Consumer<org.p4.config.v1.P4Info.Builder> change) {
        P4Program program = load(name);
        org.p4.config.v1.P4Info.Builder info = program.info().proto().toBuilder();
        change.accept(info);
        return P4Program.of(P4Info.of(info.build()), program.deviceConfig());
    }

    static <E extends P4Entity> List<E> read(P4RuntimeClient client, E filter) {
        try (ReadCursor<E> found = client.read(filter)) {
            return found.toList();
        }
    }

    static ByteString bytes(String text) {
        return ByteString.copyFromUtf8(text);
    }

    private static byte[] resource(String file) {
        try (InputStream stream = SamplePrograms.class.getResourceAsStream(FOLDER + file)) {
            return Objects.requireNonNull(stream, file).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
