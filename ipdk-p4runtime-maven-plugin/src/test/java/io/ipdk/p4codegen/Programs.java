package io.ipdk.p4codegen;

import io.ipdk.p4runtime.info.P4Info;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The P4Info files that the client's own tests have. */
final class Programs {
    private static final Path RESOURCES =
            Path.of(System.getProperty("ipdk.root", ".."), "ipdk-p4runtime/src/test/resources");

    private Programs() {}

    static List<Path> all() {
        try (Stream<Path> files = Files.walk(RESOURCES)) {
            return files.filter(file -> file.toString().endsWith(".p4info.txtpb"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static P4Info corpus(String program) {
        return P4Info.load(RESOURCES.resolve("corpus/" + program + ".p4info.txtpb"));
    }

    static P4Info everything() {
        return P4Info.load(RESOURCES.resolve("everything.p4info.txtpb"));
    }
}
