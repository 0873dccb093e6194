package io.ipdk.p4target.server.arbitration;

import org.p4.v1.Role;

/**
 * What tells roles apart: the name, or the number that they had before 1.4.
 *
 * <p>Immutable.
 */
public record RoleKey(String name, long id) {
    /** Full access to the pipeline. */
    public static final RoleKey DEFAULT = new RoleKey("", 0);

    @SuppressWarnings("deprecation") // older controllers know nothing but the number
    public static RoleKey of(Role role) {
        return of(role.getName(), role.getId());
    }

    public static RoleKey of(String name, long id) {
        return name.isEmpty() ? new RoleKey("", id) : new RoleKey(name, 0);
    }

    public boolean isDefault() {
        return name.isEmpty() && id == 0;
    }

    @SuppressWarnings("deprecation") // see above
    Role.Builder toMessage() {
        return Role.newBuilder().setName(name).setId(id);
    }

    @Override
    public String toString() {
        return isDefault() ? "the default role" : "role '" + (name.isEmpty() ? Long.toUnsignedString(id) : name) + "'";
    }
}
