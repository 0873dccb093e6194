package io.ipdk.p4runtime.entity;

import io.ipdk.p4runtime.value.P4Value;

/**
 * Where a copy goes when the ports before it are down (P4Runtime 1.5).
 *
 * <p>Immutable.
 *
 * @param port the port, a number or a text
 * @param instance tells copies apart in the egress pipeline
 */
public record BackupReplica(P4Value port, long instance) {}
