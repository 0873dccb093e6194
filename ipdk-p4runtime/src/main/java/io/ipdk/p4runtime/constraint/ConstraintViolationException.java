package io.ipdk.p4runtime.constraint;

import io.ipdk.error.IpdkException;
import java.io.Serial;
import java.util.Map;

/** An entry or action breaks a constraint of the P4 program; nothing was sent. Not retryable. */
public final class ConstraintViolationException extends IpdkException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String owner;
    private final String constraint;
    private final transient Map<String, String> values;

    ConstraintViolationException(String owner, String constraint, Map<String, String> values, String place) {
        super(
                owner + " demands " + constraint + ", but " + (values.isEmpty() ? "that never holds" : said(values)),
                "see " + place,
                false,
                null);
        this.owner = owner;
        this.constraint = constraint;
        this.values = Map.copyOf(values);
    }

    /** The table or action: its kind and name. */
    public String owner() {
        return owner;
    }

    /** The part of the constraint that does not hold, as it is written in the program. */
    public String constraint() {
        return constraint;
    }

    /** The keys or parameters in that part, with their values. Empty after deserialisation. */
    public Map<String, String> values() {
        return values == null ? Map.of() : values;
    }

    private static String said(Map<String, String> values) {
        StringBuilder text = new StringBuilder();
        values.forEach((key, value) -> text.append(text.isEmpty() ? "" : ", ")
                .append(key)
                .append(" is ")
                .append(value));
        return text.toString();
    }
}
