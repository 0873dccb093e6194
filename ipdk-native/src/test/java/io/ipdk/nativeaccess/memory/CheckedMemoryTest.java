package io.ipdk.nativeaccess.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipdk.nativeaccess.posix.ChildJvm;
import io.ipdk.nativeaccess.posix.MappedMemory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class CheckedMemoryTest {
    @Test
    void outOfBoundsAccessesAreErrorsAndDoNotEndTheJvm() throws Exception {
        assertThat(output(true))
                .containsExactly(
                        "checked true",
                        "read past the end: access to 8 bytes",
                        "write before the start: access to 1 bytes",
                        "copy past the end: access to 9 bytes",
                        "copy to an array past the end: access to 2 bytes",
                        "fill past the end: access to 4097 bytes",
                        "polled read of nothing: access to 2 bytes",
                        "read after close: access to 1 bytes");
    }

    @Test
    void isOffWithoutTheProperty() throws Exception {
        assertThat(output(false)).containsExactly("checked false");
    }

    private static List<String> output(boolean checked) throws Exception {
        Process child = ChildJvm.start(List.of("-D" + RawMemory.CHECKED_PROPERTY + "=" + checked), Trespasser.class);
        String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(child.waitFor()).as(output).isZero();
        return output.lines().toList();
    }

    /** Accesses memory it must not, if that is safe, and prints what it is told. */
    static final class Trespasser {
        private Trespasser() {}

        public static void main(String[] arguments) {
            System.out.println("checked " + RawMemory.isChecked());
            if (!RawMemory.isChecked()) {
                return;
            }
            MappedMemory memory = MappedMemory.anonymous(4096);
            long start = memory.address();
            long end = start + 4096;
            attempt("read past the end", () -> RawMemory.getLong(end - 7));
            attempt("write before the start", () -> RawMemory.putByte(start - 1, (byte) 1));
            attempt("copy past the end", () -> RawMemory.copy(start, end - 8, 9));
            attempt("copy to an array past the end", () -> RawMemory.copyToArray(end - 1, new byte[2], 0, 2));
            attempt("fill past the end", () -> RawMemory.fill(start, 4097, (byte) 0));
            attempt("polled read of nothing", () -> RawMemory.getShortAcquire(8));
            memory.close();
            attempt("read after close", () -> RawMemory.getByte(start));
        }

        private static void attempt(String what, Runnable access) {
            try {
                access.run();
                System.out.println(what + ": not noticed");
            } catch (MemoryAccessError e) {
                System.out.println(what + ": " + String.valueOf(e.getMessage()).replaceAll(" at 0x.*", ""));
            }
        }
    }
}
