package io.ipdk.softipu.qemu;

import java.util.regex.Pattern;

/**
 * What QEMU's errors mean. QMP has a class for a missing device and for a missing command; all else is a
 * {@code GenericError} that says in words what went wrong, so the words of QEMU 7.2 to 9.2 are what is read here.
 */
public enum QmpErrorKind {
    /** The device, character device, network back end or bus that was named is not there. */
    NOT_FOUND("", "", false),
    /** The name is taken. */
    DUPLICATE("(?i)duplicate (device )?id|already exists", "", false),
    /** The guest was asked before and may still answer. */
    UNPLUG_PENDING(
            "already in the process of unplug|guest is busy|power indicator blinking",
            "wait for the guest's answer, then repeat it",
            true),
    /** Something still uses it. */
    BUSY("is busy|is in use", "", true),
    /** The bus or the device takes no part in hot-plug. */
    NO_HOTPLUG("does not support hot|hot-?plug(ging)? is disabled", "use a pcie-root-port with hotplug=on", false),
    /** A device sits in the slot already. */
    SLOT_TAKEN("in use by|not available for", "", true),
    /** Two devices ask for the same place in the boot order. */
    BOOT_ORDER_TAKEN("bootindex .* has already been used", "choose another boot order", false),
    /** This QEMU does not know the command. */
    UNKNOWN_COMMAND("", "use QEMU 7.2 or later", false),
    /** All else. */
    OTHER("", "", false);

    private final Pattern words;
    private final String advice;
    private final boolean retryable;

    QmpErrorKind(String words, String advice, boolean retryable) {
        this.words = Pattern.compile(words.isEmpty() ? "(?!)" : words);
        this.advice = advice;
        this.retryable = retryable;
    }

    String advice() {
        return advice;
    }

    boolean retryable() {
        return retryable;
    }

    /** Reads QEMU's error. */
    static QmpErrorKind of(String errorClass, String description) {
        if (errorClass.equals("DeviceNotFound")) {
            return NOT_FOUND;
        }
        if (errorClass.equals("CommandNotFound")) {
            return UNKNOWN_COMMAND;
        }
        for (QmpErrorKind kind : values()) {
            if (kind.words.matcher(description).find()) {
                return kind;
            }
        }
        return description.endsWith("not found") ? NOT_FOUND : OTHER;
    }
}
