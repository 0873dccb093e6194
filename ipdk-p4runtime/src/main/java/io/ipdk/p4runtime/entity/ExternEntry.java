package io.ipdk.p4runtime.entity;

import com.google.protobuf.Any;

/**
 * The state of an extern that P4Runtime knows nothing about.
 *
 * <p>Immutable.
 *
 * @param name the instance's name
 * @param entry whatever the extern's own message says
 */
public record ExternEntry(String name, Any entry) implements P4Entity {

    /** For a read: an instance. */
    public static ExternEntry of(String name) {
        return new ExternEntry(name, Any.getDefaultInstance());
    }

    /** For a read: all instances. */
    public static ExternEntry all() {
        return of(EVERY);
    }

    /** The instance with this state. */
    public ExternEntry entry(Any message) {
        return new ExternEntry(name, message);
    }

    @Override
    public ExternEntry key() {
        return of(name);
    }
}
