package io.ipdk.nativeaccess.dpdk.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.util.List;
import org.junit.jupiter.api.Test;

class MappedFilesTest {
    private static final MappedFiles FILES = MappedFiles.of(List.of(
            "7f0000000000-7f0000001000 r--p 00000000 08:01 1   /usr/lib/a b/libx.so.1",
            "7f0000001000-7f0000002000 r-xp 00001000 08:01 1   /usr/lib/a b/libx.so.1",
            "7f0000002000-7f0000003000 rwxp 00000000 00:00 0 ",
            "ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0  [vsyscall]"));

    @Test
    void anAddressBelongsToTheFileThatIsMappedThere() {
        assertThat(FILES.fileAt(0x7f0000000fffL)).isEqualTo("libx.so.1");
        assertThat(FILES.fileAt(0x7f0000003000L)).isEmpty();
        assertThat(FILES.fileAt(0)).isEmpty();
    }

    @Test
    void onlyExecutablePartsAreCode() {
        assertThat(FILES.codeAt(0x7f0000000010L)).isEmpty();
        assertThat(FILES.codeAt(0x7f0000001010L)).isEqualTo("libx.so.1");
        assertThat(FILES.codeAt(0x7f0000002010L)).isEmpty();
    }

    @Test
    void theCodeOfAKnownFunctionIsFound() {
        long function = Pointer.nativeValue(NativeLibrary.getProcess().getFunction("memcpy"));

        assertThat(MappedFiles.now().codeAt(function)).contains("libc");
    }
}
