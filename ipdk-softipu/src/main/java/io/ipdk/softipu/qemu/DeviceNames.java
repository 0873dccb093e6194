package io.ipdk.softipu.qemu;

import io.ipdk.error.InvalidSpecException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How a device and what belongs to it are called in QEMU. Three prefixes keep the three apart, since QEMU looks a link's
 * name up among devices and network back ends alike.
 *
 * <p>Immutable.
 *
 * @param namespace the first letters of all names, to tell this software IPU's devices from others'
 */
record DeviceNames(String namespace) {

    private static final Pattern NAMESPACE = Pattern.compile("[A-Za-z][A-Za-z0-9]{0,15}");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    DeviceNames {
        if (!NAMESPACE.matcher(namespace).matches()) {
            throw new InvalidSpecException("namespace", namespace, "a letter and up to 15 more letters and digits");
        }
    }

    String device(String id) {
        return namespace + "." + check(id);
    }

    String netdev(String id) {
        return namespace + "-net." + check(id);
    }

    String chardev(String id) {
        return namespace + "-chr." + check(id);
    }

    /** The device that a QEMU device name belongs to; empty where it is not one of ours. */
    Optional<String> idOfDevice(String name) {
        return after(namespace + ".", name);
    }

    /** The device that a QEMU character device belongs to; empty where it is not one of ours. */
    Optional<String> idOfChardev(String name) {
        return after(namespace + "-chr.", name);
    }

    private static Optional<String> after(String prefix, String name) {
        return name.startsWith(prefix) ? Optional.of(name.substring(prefix.length())) : Optional.empty();
    }

    private static String check(String id) {
        if (!ID.matcher(id).matches()) {
            throw new InvalidSpecException("name", id, "1 to 64 letters, digits, '.', '_' and '-' on a QEMU host");
        }
        return id;
    }
}
