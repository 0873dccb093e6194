package io.ipdk.p4runtime.info;

import io.ipdk.p4runtime.value.ValueType;
import org.p4.config.v1.Documentation;

/**
 * One parameter of an action.
 *
 * <p>Immutable.
 *
 * @param id the id on the wire
 * @param position its place in the declaration, from 0
 * @param name its name
 * @param type what it holds
 * @param doc the texts of {@code @brief} and {@code @description}
 */
public record ParamInfo(int id, int position, String name, ValueType type, Documentation doc) {}
