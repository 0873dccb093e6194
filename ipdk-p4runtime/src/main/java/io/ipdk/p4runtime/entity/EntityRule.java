package io.ipdk.p4runtime.entity;

/** Which rule an entity breaks. */
public enum EntityRule {
    /** A number is too wide, negative, or outside of its range. */
    OUT_OF_RANGE,
    /** A text where a number is wanted, an address of another width, or data of another type. */
    WRONG_VALUE_KIND,
    /** A field is matched in a way that its table does not. */
    WRONG_MATCH_KIND,
    /** Something that must be there is not. */
    MISSING,
    /** Something is there twice. */
    DUPLICATE,
    /** Something is there that must not be. */
    NOT_ALLOWED,
    /** A priority where the key allows none, or none where it needs one. */
    PRIORITY,
    /** An action given in another way than the table holds it, or outside of its scope. */
    WRONG_ACTION,
    /** The kind of update does not exist for this entity. */
    WRONG_UPDATE,
    /** Fixed by the program. */
    CONSTANT,
    /** Rates or bursts that the meter's type does not have. */
    METER_SHAPE,
    /** A message from the device that no conforming device sends. */
    MALFORMED
}
