package io.ipdk.nativeaccess.dpdk.internal;

import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;

/** Text as C has it: bytes that end with a zero. Thread-safe. */
public final class CText {
    private CText() {}

    /**
     * A text with its zero, to be passed to a function.
     *
     * @throws IllegalArgumentException if the text has a zero inside
     */
    public static byte[] of(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a text for DPDK must not contain the character 0");
        }
        return (text + "\0").getBytes(StandardCharsets.UTF_8);
    }

    /** The text at an address; empty for address 0. */
    public static String at(long address) {
        return address == 0 ? "" : new Pointer(address).getString(0, "UTF-8");
    }
}
