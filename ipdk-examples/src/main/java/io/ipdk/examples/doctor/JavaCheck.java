package io.ipdk.examples.doctor;

import java.util.List;

/** The Java that runs this. */
final class JavaCheck {

    private static final int OLDEST = 17;
    private static final int WITH_FOREIGN_MEMORY = 22;

    private JavaCheck() {}

    static List<Finding> look() {
        int feature = Runtime.version().feature();
        String found = System.getProperty("java.vm.name") + " " + Runtime.version();
        if (feature < OLDEST) {
            return List.of(Finding.needed("Java", found, "install JDK 17 or later: openjdk-17-jdk-headless"));
        }
        String memory = feature < WITH_FOREIGN_MEMORY
                ? "sun.misc.Unsafe (java.lang.foreign from JDK 22 on)"
                : "java.lang.foreign";
        return List.of(Finding.ok("Java", found), Finding.ok("raw memory through", memory));
    }
}
