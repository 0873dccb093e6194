package io.ipdk.p4target.program;

/**
 * A header or a metadata struct of the program. Immutable.
 *
 * @param name as in the JSON, such as {@code ipv4} or {@code vlan[0]}
 * @param index its place among the program's headers
 * @param type its layout
 * @param metadata whether it is always valid and never on the wire
 */
public record HeaderInstance(String name, int index, HeaderType type, boolean metadata) {}
