package io.ipdk.p4target.dataplane;

import io.ipdk.p4target.table.TableEntry;

/**
 * An entry that was not hit for its time. Immutable.
 *
 * @param table the table's place in the program
 * @param entry the entry
 */
public record IdleEntry(int table, TableEntry entry) {}
