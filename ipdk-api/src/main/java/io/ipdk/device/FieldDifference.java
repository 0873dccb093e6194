package io.ipdk.device;

/**
 * One field in which two specs differ.
 *
 * <p>Immutable.
 *
 * @param field the field's name in the spec
 * @param present the value that is there
 * @param wanted the value that was asked for
 * @param live whether the field can be changed while the device is plugged
 */
public record FieldDifference(String field, String present, String wanted, boolean live) {

    @Override
    public String toString() {
        return field + " is " + present + ", asked " + wanted;
    }
}
