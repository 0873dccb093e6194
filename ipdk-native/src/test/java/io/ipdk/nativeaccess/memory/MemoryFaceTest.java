package io.ipdk.nativeaccess.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ipdk.nativeaccess.posix.ChildJvm;
import io.ipdk.nativeaccess.posix.MappedMemory;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MemoryFaceTest {
    @Test
    void noJavaVersionWarnsAboutTheWayMemoryIsReached() throws Exception {
        String source = RawMemory.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
        assumeTrue(
                Runtime.version().feature() < 22 || source.endsWith(".jar"),
                "the classes for Java 22 and later are in the jar only");
        Process child = ChildJvm.start(Adder.class);

        String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(child.waitFor()).isZero();
        assertThat(output).isEqualTo("sum 42\n");
    }

    /** Uses memory of both kinds. */
    static final class Adder {
        private Adder() {}

        public static void main(String[] arguments) {
            try (MappedMemory memory = MappedMemory.anonymous(4096)) {
                RawMemory.putLong(memory.address(), 40);
                RawMemory.putIntRelease(memory.address() + 8, 2);
                RawMemory.fill(memory.address() + 16, 8, (byte) 0);
                long sum = RawMemory.getLongAcquire(memory.address()) + RawMemory.getInt(memory.address() + 8);
                System.out.println("sum " + sum);
            }
        }
    }
}
