package io.ipdk.error;

import java.io.Serial;

/** A field of a spec, a name or a URI is outside what is allowed here. Not retryable. */
public final class InvalidSpecException extends IpdkException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String field;
    private final String value;
    private final String allowed;

    /**
     * @param field the field's name as in the spec, such as {@code mtu}
     * @param value what was given
     * @param allowed the range or the choices
     */
    public InvalidSpecException(String field, Object value, String allowed) {
        this(field, value, allowed, "");
    }

    /** As {@link #InvalidSpecException(String, Object, String)}, with what to do next. */
    public InvalidSpecException(String field, Object value, String allowed, String advice) {
        super(field + " is " + value + ", allowed: " + allowed, advice, false, null);
        this.field = field;
        this.value = String.valueOf(value);
        this.allowed = allowed;
    }

    public String field() {
        return field;
    }

    public String value() {
        return value;
    }

    public String allowed() {
        return allowed;
    }
}
