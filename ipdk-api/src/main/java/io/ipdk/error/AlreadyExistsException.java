package io.ipdk.error;

import io.ipdk.device.FieldDifference;
import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;

/** The name is in use with another spec; the differences say where. Not retryable. */
public final class AlreadyExistsException extends IpdkException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient List<FieldDifference> differences;

    /**
     * @param what kind and name, such as {@code port 'web0'}
     * @param differences field by field, what is there and what was asked; not empty
     */
    public AlreadyExistsException(String what, List<FieldDifference> differences) {
        super(
                what + " exists with another spec: "
                        + differences.stream().map(FieldDifference::toString).collect(Collectors.joining(", ")),
                "update it, unplug it first, or choose another name",
                false,
                null);
        this.differences = List.copyOf(differences);
    }

    /** Field by field: what is there and what was asked. Empty after deserialisation. */
    public List<FieldDifference> differences() {
        return differences == null ? List.of() : differences;
    }
}
