package io.ipdk.testkit.p4runtime;

import io.ipdk.p4runtime.entity.P4Entity;
import io.ipdk.p4runtime.entity.TableEntry;
import io.ipdk.p4runtime.info.P4Info;
import io.ipdk.p4runtime.info.P4Program;
import io.ipdk.p4runtime.write.Change;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/** Programs and entries that the tests use. */
final class Programs {
    private Programs() {}

    static P4Program switching() {
        return P4Program.of(info("l2_switch"), "l2".getBytes(StandardCharsets.UTF_8));
    }

    static P4Program routing() {
        return P4Program.of(info("l3_router"), "l3".getBytes(StandardCharsets.UTF_8));
    }

    private static P4Info info(String name) {
        try (InputStream in =
                Objects.requireNonNull(Programs.class.getResourceAsStream("/p4info/" + name + ".p4info.txtpb"), name)) {
            return P4Info.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static TableEntry station(int number) {
        return TableEntry.in("dmac")
                .exact("meta.vid", 1)
                .exact("hdr.eth.dst", 0x020000000000L + number)
                .action("forward", a -> a.set("port", number % 512));
    }

    static P4Entity[] stations(int count) {
        return IntStream.range(0, count).mapToObj(Programs::station).toArray(P4Entity[]::new);
    }

    static List<Change> inserts(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> Change.insert(station(number)))
                .toList();
    }
}
