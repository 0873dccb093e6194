package io.ipdk.p4runtime.error;

/** The canonical codes that targets answer with, as {@code google.rpc.Code} numbers them. */
public enum StatusCode {
    OK(0),
    CANCELLED(1),
    /** Also the code of a Write in which single updates failed. */
    UNKNOWN(2),
    INVALID_ARGUMENT(3),
    DEADLINE_EXCEEDED(4),
    NOT_FOUND(5),
    ALREADY_EXISTS(6),
    PERMISSION_DENIED(7),
    RESOURCE_EXHAUSTED(8),
    FAILED_PRECONDITION(9),
    ABORTED(10),
    OUT_OF_RANGE(11),
    UNIMPLEMENTED(12),
    INTERNAL(13),
    UNAVAILABLE(14),
    DATA_LOSS(15),
    UNAUTHENTICATED(16);

    private final int number;

    StatusCode(int number) {
        this.number = number;
    }

    /** The code of this number; a number that nobody has defined is {@link #UNKNOWN}. */
    public static StatusCode of(int number) {
        for (StatusCode code : values()) {
            if (code.number == number) {
                return code;
            }
        }
        return UNKNOWN;
    }

    /** 0 to 16. */
    public int number() {
        return number;
    }

    /** Whether the same call can succeed later without a change by the caller. */
    public boolean retryable() {
        return switch (this) {
            case UNAVAILABLE, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, ABORTED -> true;
            default -> false;
        };
    }

    /**
     * Whether a call that failed with this code may have been carried out all the same: the answer was lost or was larger than
     * a limit, or the target does not say.
     */
    public boolean outcomeUnknown() {
        return switch (this) {
            case CANCELLED, UNKNOWN, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, ABORTED, INTERNAL, UNAVAILABLE, DATA_LOSS ->
                true;
            default -> false;
        };
    }
}
