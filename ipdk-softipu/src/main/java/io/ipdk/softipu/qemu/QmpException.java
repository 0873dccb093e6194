package io.ipdk.softipu.qemu;

import io.ipdk.error.IpdkException;
import java.io.Serial;

/** QEMU took a command and answered with an error. {@link #kind()} is what there is to decide on. */
public final class QmpException extends IpdkException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String command;
    private final QmpErrorKind kind;
    private final String description;

    QmpException(String command, QmpErrorKind kind, String description) {
        super("QEMU refused " + command + ": " + description, kind.advice(), kind.retryable(), null);
        this.command = command;
        this.kind = kind;
        this.description = description;
    }

    /** The command that failed. */
    public String command() {
        return command;
    }

    /** What went wrong, as far as it can be told. */
    public QmpErrorKind kind() {
        return kind;
    }

    /** QEMU's own words. */
    public String description() {
        return description;
    }
}
