package io.ipdk.examples.p4switch;

import io.ipdk.error.InvalidSpecException;
import io.ipdk.p4runtime.info.P4Info;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The two files that p4c wrote for a program.
 *
 * @param info P4Info, as text or in binary
 * @param json for bmv2
 */
record ProgramFiles(Path info, Path json) {
    private static final List<String> ENDINGS =
            List.of(".p4info.txtpb", ".p4info.txt", ".p4.p4info.txtpb", ".p4.p4info.txt", ".p4info.pb", ".p4info.bin");

    /** The files of a program whose P4Info, if it is not given, lies beside the JSON under the same name. */
    static ProgramFiles of(Path json, @Nullable Path info) {
        return new ProgramFiles(info != null ? info : beside(json), json);
    }

    private static Path beside(Path json) {
        String name = json.toString();
        String stem = name.endsWith(".json") ? name.substring(0, name.length() - ".json".length()) : name;
        return ENDINGS.stream()
                .map(ending -> Path.of(stem + ending))
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() -> new InvalidSpecException(
                        "--p4info",
                        "missing, and there is no " + stem + ENDINGS.get(0),
                        "the P4Info that p4c wrote with --p4runtime-files",
                        "give it, or start with --no-p4 and let a controller push the program"));
    }

    org.p4.config.v1.P4Info readInfo() {
        return P4Info.load(info).proto();
    }

    byte[] readJson() {
        try {
            return Files.readAllBytes(json);
        } catch (IOException e) {
            throw new InvalidSpecException("the program", json, "a file that can be read (" + e + ")");
        }
    }
}
