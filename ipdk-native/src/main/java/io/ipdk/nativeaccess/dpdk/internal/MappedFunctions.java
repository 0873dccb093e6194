package io.ipdk.nativeaccess.dpdk.internal;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.SymbolProvider;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Map;
import java.util.Objects;

/**
 * Function pointers through JNA direct mapping. JNA binds a native method once and for all, so each pointer gets a hidden
 * copy of {@link MappedFunction}, and a symbol provider answers the pointer for the method's name. Thread-safe.
 */
final class MappedFunctions {
    private MappedFunctions() {}

    static BurstFunction bind(long address) {
        try {
            MethodHandles.Lookup copy = MethodHandles.lookup().defineHiddenClass(template(), true);
            SymbolProvider answer = (library, name, parent) -> address;
            Native.register(
                    copy.lookupClass(),
                    NativeLibrary.getInstance(null, Map.of(Library.OPTION_SYMBOL_PROVIDER, answer)));
            return (BurstFunction) copy.findConstructor(copy.lookupClass(), MethodType.methodType(void.class))
                    .invoke();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("the function at 0x" + Long.toHexString(address) + " cannot be bound", e);
        }
    }

    private static byte[] template() {
        try (InputStream in = MappedFunctions.class.getResourceAsStream("MappedFunction.class")) {
            return Objects.requireNonNull(in, "MappedFunction.class lies beside this class")
                    .readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
