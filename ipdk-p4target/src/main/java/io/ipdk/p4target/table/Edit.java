package io.ipdk.p4target.table;

/**
 * A batch of changes: what was copied under it may be changed in place until it ends, which it does by being forgotten.
 * Immutable.
 */
public final class Edit {}
