package io.ipdk.p4runtime.info;

import io.ipdk.p4runtime.value.ValueType;

/**
 * One field of the metadata that goes with packets.
 *
 * <p>Immutable.
 *
 * @param id the id on the wire
 * @param position its place in the header, from 0
 * @param name its name
 * @param type what it holds
 * @param padding whether it only fills up bytes: it has {@code @padding}, or is called {@code pad}, {@code _pad}, {@code padding}
 */
public record PacketFieldInfo(int id, int position, String name, ValueType type, boolean padding) {}
