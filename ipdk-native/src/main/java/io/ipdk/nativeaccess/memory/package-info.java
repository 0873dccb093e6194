/**
 * The one door to memory outside of the Java heap.
 *
 * <p>{@link io.ipdk.nativeaccess.memory.RawMemory} reads and writes absolute addresses. It has three faces: {@code
 * sun.misc.Unsafe} on Java 17 to 21, {@code java.lang.foreign} on Java 22 and later, and a checked one on top of either
 * for debugging and fuzzing.
 */
@NullMarked
package io.ipdk.nativeaccess.memory;

import org.jspecify.annotations.NullMarked;
