package io.ipdk.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One Java source file.
 *
 * @param path relative to the root of the project
 * @param text all of it
 */
record SourceFile(Path path, String text) {
    private static final Pattern PUBLIC_TYPE = Pattern.compile(
            "^public (?:(?:abstract|final|sealed|non-sealed|static|strictfp) )*(@?\\w+) (\\w+)", Pattern.MULTILINE);

    static SourceFile read(Path root, Path file) {
        try {
            return new SourceFile(root.relativize(file), Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String fileName() {
        return path.toFile().getName();
    }

    Path directory() {
        return Objects.requireNonNull(path.getParent(), "a source lies in a directory");
    }

    String module() {
        return path.getName(0).toString();
    }

    boolean isPackageInfo() {
        return fileName().equals("package-info.java");
    }

    long lines() {
        return text.lines().count();
    }

    /** What kind of public top-level type this file holds: class, record, interface, enum, {@code @interface}. */
    Optional<String> publicTypeKind() {
        Matcher matcher = PUBLIC_TYPE.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** The text before the public top-level type's declaration: its Javadoc and the imports. */
    String beforePublicType() {
        Matcher matcher = PUBLIC_TYPE.matcher(text);
        return matcher.find() ? text.substring(0, matcher.start()) : text;
    }
}
