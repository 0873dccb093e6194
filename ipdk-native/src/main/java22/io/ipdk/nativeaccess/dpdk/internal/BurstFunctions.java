package io.ipdk.nativeaccess.dpdk.internal;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Makes function pointers callable through {@code java.lang.foreign}, without a change of the thread's state: a burst is
 * short and never calls back. Thread-safe.
 */
public final class BurstFunctions {
    /** The system property that picks another way: {@code jna} means JNA direct mapping. */
    public static final String CALLS_PROPERTY = "io.ipdk.dpdk.calls";

    private static final boolean MAPPED = "jna".equals(System.getProperty(CALLS_PROPERTY));
    private static final MethodHandle CALL = Linker.nativeLinker()
            .downcallHandle(
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT),
                    Linker.Option.critical(false));

    private BurstFunctions() {}

    /** The function at an address, which must stay where it is. */
    public static BurstFunction at(long address) {
        if (address == 0) {
            throw new IllegalArgumentException("no function is at address 0");
        }
        return MAPPED ? MappedFunctions.bind(address) : new ForeignFunction(MemorySegment.ofAddress(address));
    }

    /** Which way is taken, for people. */
    public static String way() {
        return MAPPED ? "JNA direct mapping" : "java.lang.foreign";
    }

    private record ForeignFunction(MemorySegment function) implements BurstFunction {
        @Override
        public int call(long object, long array, int count) {
            try {
                return (int) CALL.invokeExact(function, object, array, count);
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new AssertionError("a C function throws nothing", e);
            }
        }
    }
}
