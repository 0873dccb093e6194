package io.ipdk.nativeaccess.posix;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/** Text as C functions want it: UTF-8 with a zero byte at the end. Immutable. */
final class NativeText {
    private NativeText() {}

    static byte[] of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (byte b : bytes) {
            if (b == 0) {
                throw new IllegalArgumentException("text with a zero character cannot be passed to native code");
            }
        }
        return Arrays.copyOf(bytes, bytes.length + 1);
    }

    static byte[] of(Path path) {
        return of(path.toString());
    }
}
