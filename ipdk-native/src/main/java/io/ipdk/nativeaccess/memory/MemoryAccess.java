package io.ipdk.nativeaccess.memory;

import java.lang.reflect.Field;
import sun.misc.Unsafe;

/**
 * Loads and stores at absolute addresses through {@code sun.misc.Unsafe}: the face for Java 17 to 21.
 *
 * <p>On Java 22 and later the multi-release jar replaces this class by its twin on {@code java.lang.foreign}. Thread-safe.
 */
final class MemoryAccess {
    private static final Unsafe UNSAFE = unsafe();

    private MemoryAccess() {}

    private static Unsafe unsafe() {
        try {
            Field field = Unsafe.class.getDeclaredField("theUnsafe");
            field.setAccessible(true);
            return (Unsafe) field.get(null);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    static byte getByte(long address) {
        return UNSAFE.getByte(address);
    }

    static void putByte(long address, byte value) {
        UNSAFE.putByte(address, value);
    }

    static short getShort(long address) {
        return UNSAFE.getShort(address);
    }

    static void putShort(long address, short value) {
        UNSAFE.putShort(address, value);
    }

    static int getInt(long address) {
        return UNSAFE.getInt(address);
    }

    static void putInt(long address, int value) {
        UNSAFE.putInt(address, value);
    }

    static long getLong(long address) {
        return UNSAFE.getLong(address);
    }

    static void putLong(long address, long value) {
        UNSAFE.putLong(address, value);
    }

    // A volatile load is the only acquiring load sun.misc.Unsafe has: a plain mov on x86-64, ldar on arm64.

    static short getShortAcquire(long address) {
        return UNSAFE.getShortVolatile(null, address);
    }

    static int getIntAcquire(long address) {
        return UNSAFE.getIntVolatile(null, address);
    }

    static long getLongAcquire(long address) {
        return UNSAFE.getLongVolatile(null, address);
    }

    // Not putShortVolatile: that ends in a locked instruction on x86-64, where a fence plus a plain store costs
    // nothing.

    static void putShortRelease(long address, short value) {
        UNSAFE.storeFence();
        UNSAFE.putShort(address, value);
    }

    static void putIntRelease(long address, int value) {
        UNSAFE.putOrderedInt(null, address, value);
    }

    static void putLongRelease(long address, long value) {
        UNSAFE.putOrderedLong(null, address, value);
    }

    static boolean compareAndSetInt(long address, int expected, int value) {
        return UNSAFE.compareAndSwapInt(null, address, expected, value);
    }

    static boolean compareAndSetLong(long address, long expected, long value) {
        return UNSAFE.compareAndSwapLong(null, address, expected, value);
    }

    static int getAndBitwiseOrInt(long address, int mask) {
        int current;
        do {
            current = UNSAFE.getIntVolatile(null, address);
        } while (!UNSAFE.compareAndSwapInt(null, address, current, current | mask));
        return current;
    }

    static void loadFence() {
        UNSAFE.loadFence();
    }

    static void storeFence() {
        UNSAFE.storeFence();
    }

    static void fullFence() {
        UNSAFE.fullFence();
    }

    static void copy(long source, long target, long bytes) {
        UNSAFE.copyMemory(source, target, bytes);
    }

    static void copyToArray(long source, byte[] target, int offset, int length) {
        UNSAFE.copyMemory(null, source, target, Unsafe.ARRAY_BYTE_BASE_OFFSET + (long) offset, length);
    }

    static void copyFromArray(byte[] source, int offset, long target, int length) {
        UNSAFE.copyMemory(source, Unsafe.ARRAY_BYTE_BASE_OFFSET + (long) offset, null, target, length);
    }

    static void fill(long address, long bytes, byte value) {
        UNSAFE.setMemory(address, bytes, value);
    }
}
