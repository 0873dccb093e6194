package io.ipdk.p4runtime.info;

import io.ipdk.error.IpdkException;
import java.io.Serial;
import java.util.List;

/** A P4 name or id that the P4Info does not know, or a suffix that fits several objects. Not retryable. */
public final class UnknownNameException extends IpdkException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String kind;
    private final String name;
    private final transient List<String> near;

    private UnknownNameException(String problem, String advice, String kind, String name, List<String> near) {
        super(problem, advice, false, null);
        this.kind = kind;
        this.name = name;
        this.near = List.copyOf(near);
    }

    /**
     * @param kind what was looked for, such as {@code table} or {@code match field of table 'acl'}
     * @param known all names there are
     */
    static UnknownNameException unknown(String kind, String name, List<String> known) {
        List<String> near = NearNames.of(name, known);
        String problem = "no " + kind + " is called '" + name + "'";
        String advice = near.isEmpty()
                ? (known.isEmpty() ? "the P4Info has none" : "there are " + NearNames.some(known))
                : "near it: " + String.join(", ", near);
        return new UnknownNameException(problem, advice, kind, name, near);
    }

    static UnknownNameException ambiguous(String kind, String name, List<String> candidates) {
        return new UnknownNameException(
                "'" + name + "' is the end of more than one " + kind + " name",
                "write more of it: " + String.join(", ", candidates),
                kind,
                name,
                candidates);
    }

    static UnknownNameException unknownId(String kind, int id) {
        String text = Integer.toUnsignedString(id);
        return new UnknownNameException(
                "no " + kind + " has the id " + text,
                "the device runs another P4Info than the one used here",
                kind,
                text,
                List.of());
    }

    /** What was looked for. */
    public String kind() {
        return kind;
    }

    /** The name, or the id in decimal. */
    public String name() {
        return name;
    }

    /** Names that are near, nearest first. Empty after deserialisation. */
    public List<String> near() {
        return near == null ? List.of() : near;
    }
}
