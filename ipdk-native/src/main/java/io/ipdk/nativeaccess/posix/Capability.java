package io.ipdk.nativeaccess.posix;

/**
 * Something this machine can or cannot do. Immutable.
 *
 * @param name what it is
 * @param available whether it can be used now
 * @param cause what was found, in either case
 * @param advice what to do to get it; empty where it is available
 */
public record Capability(String name, boolean available, String cause, String advice) {
    static Capability present(String name, String cause) {
        return new Capability(name, true, cause, "");
    }

    static Capability absent(String name, String cause, String advice) {
        return new Capability(name, false, cause, advice);
    }
}
