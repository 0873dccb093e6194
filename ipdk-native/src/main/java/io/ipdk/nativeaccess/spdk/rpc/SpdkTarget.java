package io.ipdk.nativeaccess.spdk.rpc;

import java.util.Set;

/**
 * Who answers on the socket: asked once after each connect.
 *
 * <p>Immutable.
 *
 * @param version its version
 * @param methods the methods that were built into it, whether or not they may be called in its present phase
 */
public record SpdkTarget(SpdkVersion version, Set<String> methods) {

    public SpdkTarget {
        methods = Set.copyOf(methods);
    }

    /** Whether the method was built in. */
    public boolean has(String method) {
        return methods.contains(method);
    }
}
