package io.ipdk.nativeaccess.spdk.rpc;

import java.util.Map;

/**
 * What an error of SPDK means for its caller. SPDK answers one of JSON-RPC's codes or a negative errno; where it answers
 * "invalid parameters" or "internal error" the text of an errno in the message tells more. Immutable.
 */
public enum SpdkErrorKind {
    /** Parameters are missing, unknown or outside what is allowed. */
    INVALID(false, "check names and ranges of the parameters against this version of SPDK"),

    /** The name is in use. */
    EXISTS(false, "choose another name, or use what is there"),

    /** There is no such thing. */
    NOT_FOUND(false, "list what is there, and check the name"),

    /** It is in use. */
    BUSY(true, "let go of it first, or call again later"),

    /** SPDK cannot do it at this moment. */
    TRY_AGAIN(true, "call again later"),

    /** It must not be done, such as deleting a snapshot that has clones. */
    NOT_PERMITTED(false, "see what depends on it"),

    /** No memory, descriptors or other resources left. */
    NO_RESOURCES(true, "give spdk_tgt more memory, or let go of something"),

    /** The store is full. */
    NO_SPACE(true, "grow the store, or delete volumes"),

    /** The target does not know the method, or not what it should do. */
    UNSUPPORTED(false, "build SPDK with the module, or use a version that has it"),

    /** The method may not be called before, or not after, the framework has started. */
    WRONG_PHASE(false, "call it in the other phase: spdk_tgt --wait-for-rpc waits for framework_start_init"),

    /** A device failed. */
    IO_ERROR(true, "see the log of spdk_tgt"),

    /** Anything else. */
    OTHER(false, "see the log of spdk_tgt");

    private static final int INVALID_STATE = -1;
    private static final int METHOD_NOT_FOUND = -32601;
    private static final int INVALID_PARAMETERS = -32602;
    private static final int INTERNAL = -32603;
    private static final int INVALID_REQUEST = -32600;

    private static final Map<Integer, SpdkErrorKind> BY_ERRNO = Map.ofEntries(
            Map.entry(1, NOT_PERMITTED),
            Map.entry(2, NOT_FOUND),
            Map.entry(5, IO_ERROR),
            Map.entry(6, NOT_FOUND),
            Map.entry(11, TRY_AGAIN),
            Map.entry(12, NO_RESOURCES),
            Map.entry(13, NOT_PERMITTED),
            Map.entry(16, BUSY),
            Map.entry(17, EXISTS),
            Map.entry(19, NOT_FOUND),
            Map.entry(22, INVALID),
            Map.entry(24, NO_RESOURCES),
            Map.entry(28, NO_SPACE),
            Map.entry(38, UNSUPPORTED),
            Map.entry(95, UNSUPPORTED),
            Map.entry(114, BUSY));

    /** How strerror(3) puts the errnos that SPDK hides behind its JSON-RPC codes. */
    private static final Map<String, SpdkErrorKind> BY_TEXT = Map.of(
            "Operation not permitted", NOT_PERMITTED,
            "No such file or directory", NOT_FOUND,
            "Input/output error", IO_ERROR,
            "Resource temporarily unavailable", TRY_AGAIN,
            "Cannot allocate memory", NO_RESOURCES,
            "Device or resource busy", BUSY,
            "File exists", EXISTS,
            "No such device", NOT_FOUND,
            "No space left on device", NO_SPACE,
            "Operation not supported", UNSUPPORTED);

    private final boolean retryable;
    private final String advice;

    SpdkErrorKind(boolean retryable, String advice) {
        this.retryable = retryable;
        this.advice = advice;
    }

    /** Whether the same call can succeed later. */
    public boolean retryable() {
        return retryable;
    }

    String advice() {
        return advice;
    }

    static SpdkErrorKind of(int code, String message) {
        return switch (code) {
            case METHOD_NOT_FOUND -> UNSUPPORTED;
            case INVALID_REQUEST -> INVALID;
            case INVALID_PARAMETERS -> ofText(message, INVALID);
            case INTERNAL -> message.contains("json_decode") ? INVALID : ofText(message, OTHER);
            case INVALID_STATE -> message.startsWith("Method may only") ? WRONG_PHASE : NOT_PERMITTED;
            default -> BY_ERRNO.getOrDefault(-code, OTHER);
        };
    }

    private static SpdkErrorKind ofText(String message, SpdkErrorKind otherwise) {
        return BY_TEXT.entrySet().stream()
                .filter(text -> message.endsWith(text.getKey()))
                .findFirst()
                .map(Map.Entry::getValue)
                .orElse(otherwise);
    }
}
