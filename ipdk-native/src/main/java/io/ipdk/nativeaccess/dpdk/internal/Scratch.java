package io.ipdk.nativeaccess.dpdk.internal;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;

/** Zeroed native memory for the time of a call. Confined to one thread at a time. */
public final class Scratch implements AutoCloseable {
    private final Memory memory;

    private Scratch(Memory memory) {
        this.memory = memory;
    }

    public static Scratch allocate(int bytes) {
        Memory memory = new Memory(bytes);
        memory.clear();
        return new Scratch(memory);
    }

    /** The first byte, at a multiple of 8. */
    public long address() {
        return Pointer.nativeValue(memory);
    }

    /** Frees it. */
    @Override
    public void close() {
        memory.close();
    }
}
