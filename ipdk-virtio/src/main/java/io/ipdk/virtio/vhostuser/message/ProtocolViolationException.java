package io.ipdk.virtio.vhostuser.message;

/** The other end broke a rule of the protocol; the message names the values. Immutable. */
public final class ProtocolViolationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ProtocolViolation violation;

    public ProtocolViolationException(ProtocolViolation violation, String detail) {
        super(violation + ": " + detail);
        this.violation = violation;
    }

    /** The broken rule. */
    public ProtocolViolation violation() {
        return violation;
    }
}
