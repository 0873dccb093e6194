package io.ipdk.nativeaccess.memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * Loads and stores at absolute addresses through {@code java.lang.foreign}: the face for Java 22 and later.
 *
 * <p>One segment spans the whole positive address range, so an address is the offset into it. Thread-safe.
 */
final class MemoryAccess {
    private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    // The unaligned layouts allow plain access only; the atomic modes need the aligned ones.
    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;
    private static final VarHandle SHORT_HANDLE =
            ValueLayout.JAVA_SHORT.varHandle().withInvokeExactBehavior();
    private static final VarHandle INT_HANDLE = ValueLayout.JAVA_INT.varHandle().withInvokeExactBehavior();
    private static final VarHandle LONG_HANDLE =
            ValueLayout.JAVA_LONG.varHandle().withInvokeExactBehavior();

    private MemoryAccess() {}

    static byte getByte(long address) {
        return ALL.get(ValueLayout.JAVA_BYTE, address);
    }

    static void putByte(long address, byte value) {
        ALL.set(ValueLayout.JAVA_BYTE, address, value);
    }

    static short getShort(long address) {
        return ALL.get(SHORT, address);
    }

    static void putShort(long address, short value) {
        ALL.set(SHORT, address, value);
    }

    static int getInt(long address) {
        return ALL.get(INT, address);
    }

    static void putInt(long address, int value) {
        ALL.set(INT, address, value);
    }

    static long getLong(long address) {
        return ALL.get(LONG, address);
    }

    static void putLong(long address, long value) {
        ALL.set(LONG, address, value);
    }

    static short getShortAcquire(long address) {
        return (short) SHORT_HANDLE.getAcquire(ALL, address);
    }

    static int getIntAcquire(long address) {
        return (int) INT_HANDLE.getAcquire(ALL, address);
    }

    static long getLongAcquire(long address) {
        return (long) LONG_HANDLE.getAcquire(ALL, address);
    }

    static void putShortRelease(long address, short value) {
        SHORT_HANDLE.setRelease(ALL, address, value);
    }

    static void putIntRelease(long address, int value) {
        INT_HANDLE.setRelease(ALL, address, value);
    }

    static void putLongRelease(long address, long value) {
        LONG_HANDLE.setRelease(ALL, address, value);
    }

    static boolean compareAndSetInt(long address, int expected, int value) {
        return INT_HANDLE.compareAndSet(ALL, address, expected, value);
    }

    static boolean compareAndSetLong(long address, long expected, long value) {
        return LONG_HANDLE.compareAndSet(ALL, address, expected, value);
    }

    static int getAndBitwiseOrInt(long address, int mask) {
        return (int) INT_HANDLE.getAndBitwiseOr(ALL, address, mask);
    }

    static void loadFence() {
        VarHandle.acquireFence();
    }

    static void storeFence() {
        VarHandle.releaseFence();
    }

    static void fullFence() {
        VarHandle.fullFence();
    }

    static void copy(long source, long target, long bytes) {
        MemorySegment.copy(ALL, source, ALL, target, bytes);
    }

    static void copyToArray(long source, byte[] target, int offset, int length) {
        MemorySegment.copy(ALL, ValueLayout.JAVA_BYTE, source, target, offset, length);
    }

    static void copyFromArray(byte[] source, int offset, long target, int length) {
        MemorySegment.copy(source, offset, ALL, ValueLayout.JAVA_BYTE, target, length);
    }

    static void fill(long address, long bytes, byte value) {
        ALL.asSlice(address, bytes).fill(value);
    }
}
