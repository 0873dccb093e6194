package io.ipdk.p4runtime.entity;

import io.ipdk.p4runtime.value.P4Value;
import org.jspecify.annotations.Nullable;

/**
 * A member's part in a group.
 *
 * <p>Immutable.
 *
 * @param memberId the member
 * @param weight its share: 1 or more, or 0 where the selector disallows weights
 * @param watchPort the port whose loss takes the member out of the group, null for none
 */
public record GroupMember(
        long memberId, int weight, @Nullable P4Value watchPort) {}
