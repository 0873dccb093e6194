package io.ipdk.nativeaccess.dpdk.internal;

/**
 * Makes function pointers callable. On Java 17 to 21 through a piece of machine code that the JVM calls as a native
 * method, or, where memory cannot be made executable, through JNA direct mapping.
 *
 * <p>On Java 22 and later the multi-release jar replaces this class by its twin on {@code java.lang.foreign}. Thread-safe.
 */
public final class BurstFunctions {
    /** The system property that keeps machine code out: {@code jna} means JNA direct mapping always. */
    public static final String CALLS_PROPERTY = "io.ipdk.dpdk.calls";

    private static final boolean BRIDGED = !"jna".equals(System.getProperty(CALLS_PROPERTY)) && CallBridge.install();

    private BurstFunctions() {}

    /** The function at an address, which must stay where it is. */
    public static BurstFunction at(long address) {
        if (address == 0) {
            throw new IllegalArgumentException("no function is at address 0");
        }
        return BRIDGED ? new BridgedFunction(address) : MappedFunctions.bind(address);
    }

    /** Which way is taken, for people. */
    public static String way() {
        return BRIDGED ? "a bridge of machine code, " + CallBridge.CODE_BYTES + " bytes" : "JNA direct mapping";
    }

    private record BridgedFunction(long address) implements BurstFunction {
        @Override
        public int call(long object, long array, int count) {
            return CallBridge.call(object, array, count, address);
        }
    }
}
