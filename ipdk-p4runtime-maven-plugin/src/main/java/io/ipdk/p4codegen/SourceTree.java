package io.ipdk.p4codegen;

import io.ipdk.error.StorageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The directory of one generated package: holds exactly the files of the last run, and touches none that did not change. */
final class SourceTree {
    private SourceTree() {}

    /** How many files are new or changed. */
    static int write(Path root, String packageName, Map<String, String> sources) {
        Path directory = root.resolve(packageName.replace('.', '/'));
        try {
            Files.createDirectories(directory);
            int written = 0;
            for (Map.Entry<String, String> source : sources.entrySet()) {
                Path file = directory.resolve(source.getKey());
                if (!Files.exists(file) || !Files.readString(file).equals(source.getValue())) {
                    Files.write(file, source.getValue().getBytes(StandardCharsets.UTF_8));
                    written++;
                }
            }
            for (Path file : javaFiles(directory)) {
                if (!sources.containsKey(String.valueOf(file.getFileName()))) {
                    Files.delete(file);
                }
            }
            return written;
        } catch (IOException e) {
            throw new StorageException("cannot write sources to " + directory, "check the directory: " + e, e);
        }
    }

    private static List<Path> javaFiles(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }
}
