package io.ipdk.p4runtime.session;

import com.google.protobuf.Any;
import java.util.Objects;
import java.util.Optional;

/**
 * The part of a target that a client answers for. Each role has a primary of its own. Immutable.
 *
 * @param name empty = the default role, which may do everything
 * @param config what the target understands as the role's rights; empty = as the target was told by other means
 */
public record Role(String name, Optional<Any> config) {
    /** Everything. */
    public static final Role DEFAULT = new Role("", Optional.empty());

    public Role {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(config, "config");
    }

    public static Role named(String name) {
        return new Role(name, Optional.empty());
    }

    public static Role named(String name, Any config) {
        return new Role(name, Optional.of(config));
    }

    public boolean isDefault() {
        return name.isEmpty() && config.isEmpty();
    }

    org.p4.v1.Role toProto() {
        org.p4.v1.Role.Builder builder = org.p4.v1.Role.newBuilder().setName(name);
        config.ifPresent(builder::setConfig);
        return builder.build();
    }

    /** The name; a config may say more than a log should. */
    @Override
    public String toString() {
        return name.isEmpty() ? "default role" : "role '" + name + "'";
    }
}
