package io.ipdk.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.Set;

/**
 * The modules, lowest first, with what each may use: the table "Rooms" of docs/architecture.md. The JDK, JSpecify and SLF4J
 * are free to all.
 */
enum HouseModule {
    API("ipdk-api", "", Set.of(), List.of()),
    NATIVE(
            "ipdk-native",
            "nativeaccess",
            Set.of(API),
            List.of("com.sun.jna.", "sun.misc.", "io.netty.buffer.", "com.fasterxml.jackson.")),
    VIRTIO("ipdk-virtio", "virtio", Set.of(API, NATIVE), List.of("org.agrona.concurrent.")),
    P4RUNTIME(
            "ipdk-p4runtime",
            "p4runtime",
            Set.of(API),
            List.of("org.p4.", "io.grpc.", "com.google.protobuf.", "com.google.rpc.", "io.micrometer.")),
    P4CODEGEN(
            "ipdk-p4runtime-maven-plugin",
            "p4codegen",
            Set.of(API, P4RUNTIME),
            List.of("org.p4.", "com.google.protobuf.", "org.apache.maven.")),
    P4TARGET(
            "ipdk-p4target",
            "p4target",
            Set.of(API),
            List.of(
                    "org.p4.",
                    "io.grpc.",
                    "com.google.protobuf.",
                    "com.google.rpc.",
                    "com.fasterxml.jackson.",
                    "org.codehaus.janino.",
                    "org.codehaus.commons.")),
    SOFTIPU(
            "ipdk-softipu",
            "softipu",
            Set.of(API, NATIVE, VIRTIO, P4TARGET),
            List.of("com.fasterxml.jackson.", "org.HdrHistogram.")),
    TESTKIT(
            "ipdk-testkit",
            "testkit",
            Set.of(API, NATIVE, VIRTIO, P4RUNTIME, P4TARGET, SOFTIPU),
            List.of(
                    "org.junit.",
                    "org.assertj.",
                    "com.fasterxml.jackson.",
                    "org.p4.",
                    "io.grpc.",
                    "com.google.protobuf.",
                    "com.google.rpc.")),
    EXAMPLES(
            "ipdk-examples",
            "examples",
            Set.of(API, NATIVE, VIRTIO, P4RUNTIME, P4TARGET, SOFTIPU, TESTKIT),
            List.of(
                    "picocli.",
                    "com.fasterxml.jackson.",
                    "com.google.protobuf.",
                    "org.p4.",
                    "org.HdrHistogram.",
                    "org.jline.")),
    BENCHMARKS(
            "ipdk-benchmarks",
            "benchmarks",
            Set.of(API, NATIVE, VIRTIO, P4RUNTIME, P4TARGET, SOFTIPU, TESTKIT, EXAMPLES),
            List.of(
                    "org.openjdk.",
                    "com.fasterxml.jackson.",
                    "org.HdrHistogram.",
                    "picocli.",
                    "com.sun.management.",
                    "org.p4.",
                    "io.grpc.",
                    "com.google.protobuf.",
                    "com.google.rpc."));

    private static final String ROOT = "io.ipdk";
    private static final List<String> FREE_TO_ALL = List.of("java.", "javax.", "org.jspecify.", "org.slf4j.");

    private final String directory;
    private final String packageSegment;
    private final Set<HouseModule> modules;
    private final List<String> libraries;

    HouseModule(String directory, String packageSegment, Set<HouseModule> modules, List<String> libraries) {
        this.directory = directory;
        this.packageSegment = packageSegment;
        this.modules = modules;
        this.libraries = libraries;
    }

    String directory() {
        return directory;
    }

    /** The module that a class of this project lives in; the root package belongs to the API. */
    static HouseModule of(JavaClass type) {
        String name = type.getPackageName() + ".";
        for (HouseModule module : values()) {
            if (module != API && name.startsWith(ROOT + "." + module.packageSegment + ".")) {
                return module;
            }
        }
        return API;
    }

    static boolean isOurs(JavaClass type) {
        return (type.getPackageName() + ".").startsWith(ROOT + ".");
    }

    static DescribedPredicate<JavaClass> livesIn(HouseModule... modules) {
        Set<HouseModule> set = Set.of(modules);
        return DescribedPredicate.describe(
                "classes of " + set, type -> isOurs(type) && set.contains(HouseModule.of(type)));
    }

    boolean mayUse(JavaClass target) {
        JavaClass type = target.getBaseComponentType();
        if (type.isPrimitive()) {
            return true;
        }
        if (isOurs(type)) {
            HouseModule other = of(type);
            return other == this || modules.contains(other);
        }
        return startsWithAny(type.getName(), FREE_TO_ALL) || startsWithAny(type.getName(), libraries);
    }

    private static boolean startsWithAny(String name, List<String> prefixes) {
        return prefixes.stream().anyMatch(name::startsWith);
    }
}
