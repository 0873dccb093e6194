package io.ipdk.nativeaccess.posix;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import io.ipdk.nativeaccess.memory.RawMemory;
import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;

/**
 * Memory outside of the heap that can be reached both by address and through {@link ByteBuffer}s, and that is freed when
 * neither this object nor a buffer on it is in use any more.
 *
 * <p>The address is good for as long as this object is reachable: keep it in a field beside the address. Thread-safe.
 */
public final class DirectMemory {
    private static final Cleaner CLEANER = Cleaner.create();
    private static final int ALIGNMENT = 64;

    private final ByteBuffer buffer;
    private final long address;

    private DirectMemory(ByteBuffer buffer, long address) {
        this.buffer = buffer;
        this.address = address;
    }

    /** Allocates zeroed memory that starts at a cache line. */
    public static DirectMemory allocate(int bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException(bytes + " bytes: the length must be positive");
        }
        ByteBuffer whole = ByteBuffer.allocateDirect(Math.addExact(bytes, ALIGNMENT));
        ByteBuffer buffer = whole.slice(ALIGNMENT - whole.alignmentOffset(0, ALIGNMENT), bytes);
        long address = Pointer.nativeValue(Native.getDirectBufferPointer(buffer));
        if (RawMemory.isChecked()) {
            RawMemory.register(address, bytes, "direct memory");
            CLEANER.register(buffer, new Unregistration(address, whole));
        }
        return new DirectMemory(buffer, address);
    }

    /** Holds on to the memory, so that it is not given to others before it is unregistered. */
    private record Unregistration(long address, ByteBuffer whole) implements Runnable {
        @Override
        public void run() {
            RawMemory.unregister(address);
        }
    }

    /** The address of the first byte. */
    public long address() {
        return address;
    }

    /** The length in bytes. */
    public int size() {
        return buffer.capacity();
    }

    /** A buffer over a part of the memory: position 0, limit and capacity its length, big-endian like any new buffer. */
    public ByteBuffer slice(int offset, int length) {
        return buffer.slice(offset, length);
    }

    @Override
    public String toString() {
        return "direct memory [0x" + Long.toHexString(address) + ", 0x" + Long.toHexString(address + size()) + ")";
    }
}
