package io.ipdk.p4runtime.info;

import io.ipdk.error.IpdkException;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A P4Info that cannot be read, or contradicts itself. Not retryable. */
public final class InvalidP4InfoException extends IpdkException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String object;

    /**
     * @param object what is wrong, such as {@code table 'acl'}, or the file
     * @param problem what is wrong with it
     */
    public InvalidP4InfoException(String object, String problem) {
        this(object, problem, null);
    }

    /** As {@link #InvalidP4InfoException(String, String)}, with the cause. */
    public InvalidP4InfoException(String object, String problem, @Nullable Throwable cause) {
        super("P4Info, " + object + ": " + problem, "compile the P4 program again", false, cause);
        this.object = object;
    }

    /** What is wrong: an object of the P4Info, or the file. */
    public String object() {
        return object;
    }
}
