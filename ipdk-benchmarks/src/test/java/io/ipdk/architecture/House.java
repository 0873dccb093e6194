package io.ipdk.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The whole project as the rules see it: its classes and its sources. */
final class House {
    private static final Path ROOT =
            Path.of(System.getProperty("ipdk.root", "..")).toAbsolutePath().normalize();

    private House() {}

    /** The main classes of every module, from the test's class path. */
    static JavaClasses mainClasses() {
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .withImportOption(location -> !location.contains("jmh_generated"))
                .importPackages("io.ipdk");
    }

    /** The test classes of every module that was built. */
    static JavaClasses testClasses() {
        return new ClassFileImporter()
                .importPaths(modules().stream()
                        .map(module -> module.resolve("target/test-classes"))
                        .filter(Files::isDirectory)
                        .toList());
    }

    static Path root() {
        return ROOT;
    }

    /** The directories of the modules. */
    static List<Path> modules() {
        try (Stream<Path> directories = Files.list(ROOT)) {
            return directories
                    .filter(directory -> Files.exists(directory.resolve("pom.xml")))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<SourceFile> mainSources() {
        return sources("src/main");
    }

    static List<SourceFile> testSources() {
        return sources("src/test");
    }

    private static List<SourceFile> sources(String directory) {
        return modules().stream()
                .map(module -> module.resolve(directory))
                .filter(Files::isDirectory)
                .flatMap(House::javaFiles)
                .toList();
    }

    private static Stream<SourceFile> javaFiles(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files
                    .filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .map(file -> SourceFile.read(ROOT, file))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
