package io.ipdk.p4target.control;

/** The canonical codes of P4Runtime errors that entities are refused with. */
public enum StatusCode {
    OK(0),
    UNKNOWN(2),
    INVALID_ARGUMENT(3),
    NOT_FOUND(5),
    ALREADY_EXISTS(6),
    PERMISSION_DENIED(7),
    RESOURCE_EXHAUSTED(8),
    FAILED_PRECONDITION(9),
    ABORTED(10),
    OUT_OF_RANGE(11),
    UNIMPLEMENTED(12);

    private final int number;

    StatusCode(int number) {
        this.number = number;
    }

    /** As in {@code google.rpc.Code}. */
    public int number() {
        return number;
    }
}
