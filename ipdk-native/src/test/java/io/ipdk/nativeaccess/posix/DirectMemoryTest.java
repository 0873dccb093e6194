package io.ipdk.nativeaccess.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipdk.nativeaccess.memory.RawMemory;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class DirectMemoryTest {
    @Test
    void addressAndBuffersReachTheSameBytes() {
        DirectMemory memory = DirectMemory.allocate(1000);
        ByteBuffer part = memory.slice(100, 50);
        RawMemory.putByte(memory.address() + 107, (byte) 42);
        assertThat(part.get(7)).isEqualTo((byte) 42);
        part.put(49, (byte) 43);
        assertThat(RawMemory.getByte(memory.address() + 149)).isEqualTo((byte) 43);
    }

    @Test
    void theMemoryIsZeroedAndStartsAtACacheLine() {
        DirectMemory memory = DirectMemory.allocate(777);
        assertThat(memory.size()).isEqualTo(777);
        assertThat(memory.address() % 64).isZero();
        for (int i = 0; i < 777; i++) {
            assertThat(RawMemory.getByte(memory.address() + i)).isZero();
        }
    }

    @Test
    void aPartOutsideIsRefused() {
        DirectMemory memory = DirectMemory.allocate(100);
        assertThatThrownBy(() -> memory.slice(90, 11)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> DirectMemory.allocate(0)).hasMessageContaining("positive");
    }
}
