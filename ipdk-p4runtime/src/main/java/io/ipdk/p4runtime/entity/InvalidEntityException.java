package io.ipdk.p4runtime.entity;

import io.ipdk.error.IpdkException;
import java.io.Serial;

/** An entity breaks a rule of P4Runtime or of the program's P4Info; nothing was sent. Not retryable. */
public final class InvalidEntityException extends IpdkException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final EntityRule rule;
    private final String entity;
    private final String field;
    private final String value;
    private final String allowed;

    /**
     * @param rule what is broken
     * @param entity which entity, such as {@code table ipv4_lpm}
     * @param field which part of it, such as {@code hdr.ipv4.dst_addr}
     * @param value what was given
     * @param allowed the range or the choices
     */
    public InvalidEntityException(EntityRule rule, String entity, String field, Object value, String allowed) {
        this(rule, entity, field, value, allowed, "");
    }

    /** As the other, with what to do next. */
    public InvalidEntityException(
            EntityRule rule, String entity, String field, Object value, String allowed, String advice) {
        super(entity + ": " + field + " is " + value + ", allowed: " + allowed, advice, false, null);
        this.rule = rule;
        this.entity = entity;
        this.field = field;
        this.value = String.valueOf(value);
        this.allowed = allowed;
    }

    /** Which rule is broken. */
    public EntityRule rule() {
        return rule;
    }

    /** Which entity: its kind and name. */
    public String entity() {
        return entity;
    }

    /** Which part of it. */
    public String field() {
        return field;
    }

    /** What was given. */
    public String value() {
        return value;
    }

    /** The range or the choices. */
    public String allowed() {
        return allowed;
    }
}
