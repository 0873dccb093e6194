/**
 * What a controller writes to a device and reads from it, by P4 names and independent of ids.
 *
 * <p>All types are immutable values with equality. What was read from a device carries full names (aliases) and canonical
 * values; {@link io.ipdk.p4runtime.codec.EntityCodec#normalize} brings the caller's own entities into that form.
 */
@NullMarked
package io.ipdk.p4runtime.entity;

import org.jspecify.annotations.NullMarked;
