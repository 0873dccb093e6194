package io.ipdk.testkit.guest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The loadable modules of one kernel, as {@code modules.dep} lists them: each with the modules that it needs.
 *
 * <p>Immutable.
 */
final class KernelModules {

    private final Path directory;

    /** For each file all the files that it needs, directly or not; what has to be loaded first stands last. */
    private final Map<String, List<String>> needs = new HashMap<>();

    /** The file of each module by its name. */
    private final Map<String, String> files = new HashMap<>();

    private KernelModules(Path directory, List<String> lines) {
        this.directory = directory;
        for (String line : lines) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                String file = line.substring(0, colon);
                String others = line.substring(colon + 1).trim();
                needs.put(file, others.isEmpty() ? List.of() : List.of(others.split("\\s+", -1)));
                files.put(name(file), file);
            }
        }
    }

    /** @param directory such as {@code /lib/modules/6.1.0-56-cloud-amd64} */
    static KernelModules read(Path directory) {
        Path list = directory.resolve("modules.dep");
        try {
            return new KernelModules(directory, Files.readAllLines(list));
        } catch (IOException e) {
            throw new GuestException(
                    "the kernel's module list " + list + " cannot be read",
                    "install the kernel's modules, or run depmod",
                    e);
        }
    }

    private static String name(String file) {
        String base = file.substring(file.lastIndexOf('/') + 1);
        return base.substring(0, base.indexOf('.')).replace('-', '_');
    }

    /**
     * The files of these modules and of all that they need, in the order in which they load.
     *
     * @param names without path and ending; those built into the kernel are not in modules.dep and left out
     */
    List<Path> inLoadOrder(Collection<String> names) {
        Set<String> ordered = new LinkedHashSet<>();
        for (String name : names) {
            String file = files.get(name.replace('-', '_'));
            if (file != null) {
                List<String> needed = new ArrayList<>(needs.getOrDefault(file, List.of()));
                Collections.reverse(needed);
                ordered.addAll(needed);
                ordered.add(file);
            } else if (!isBuiltIn(name)) {
                throw new GuestException(
                        "the kernel of " + directory + " has no module " + name, "use a kernel that has it");
            }
        }
        return ordered.stream().map(directory::resolve).toList();
    }

    private boolean isBuiltIn(String name) {
        Path list = directory.resolve("modules.builtin");
        try {
            return Files.readAllLines(list).stream().anyMatch(file -> name(file).equals(name.replace('-', '_')));
        } catch (IOException e) {
            throw new GuestException(
                    "the kernel's list " + list + " cannot be read", "install the kernel's modules", e);
        }
    }
}
