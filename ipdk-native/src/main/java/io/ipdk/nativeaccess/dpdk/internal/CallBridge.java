package io.ipdk.nativeaccess.dpdk.internal;

import com.sun.jna.Function;
import com.sun.jna.JNIEnv;
import com.sun.jna.Library;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import io.ipdk.nativeaccess.memory.RawMemory;
import io.ipdk.nativeaccess.posix.DirectMemory;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/**
 * A native method whose code is four instructions written here: it moves its arguments to where a C function expects them
 * and jumps to the function that its last argument names.
 *
 * <p>The JVM passes two arguments of its own (the JNI environment and the class) before those of the method, so a
 * driver's function cannot be a native method itself; JNA's way over libffi costs ten times as much as the call. Thread-safe.
 */
final class CallBridge {
    // mov rdi, rdx; mov rsi, rcx; mov rdx, r8; jmp r9
    private static final byte[] X86_64 = {
        0x48,
        (byte) 0x89,
        (byte) 0xd7,
        0x48,
        (byte) 0x89,
        (byte) 0xce,
        0x4c,
        (byte) 0x89,
        (byte) 0xc2,
        0x41,
        (byte) 0xff,
        (byte) 0xe1
    };
    // mov x0, x2; mov x1, x3; mov w2, w4; br x5
    private static final byte[] ARM64 = {
        (byte) 0xe0,
        0x03,
        0x02,
        (byte) 0xaa,
        (byte) 0xe1,
        0x03,
        0x03,
        (byte) 0xaa,
        (byte) 0xe2,
        0x03,
        0x04,
        0x2a,
        (byte) 0xa0,
        0x00,
        0x1f,
        (byte) 0xd6
    };
    private static final byte[] CODE = codeFor(System.getProperty("os.arch").toLowerCase(Locale.ROOT));

    static final int CODE_BYTES = CODE.length;

    private static final long PAGE_BYTES = 65536;
    private static final int PROT_READ_WRITE = 3;
    private static final int PROT_READ_EXEC = 5;
    private static final int MAP_PRIVATE_ANONYMOUS = 0x22;
    private static final long MAP_FAILED = -1;

    /** The index of RegisterNatives in the table of the JNI environment (JNI specification, chapter 4). */
    private static final int REGISTER_NATIVES = 215;

    private CallBridge() {}

    /** Calls the function with the other three arguments. */
    static native int call(long object, long array, int count, long function);

    private static byte[] codeFor(String architecture) {
        return switch (architecture) {
            case "amd64", "x86_64" -> X86_64;
            case "aarch64", "arm64" -> ARM64;
            default -> new byte[0];
        };
    }

    /** Makes {@link #call} callable; false where the machine is another or does not allow it. */
    static boolean install() {
        if (CODE.length == 0) {
            return false;
        }
        try {
            long code = executable();
            return code != 0 && register(code) && call(-CODE.length, 0, 0, absolute()) == CODE.length;
        } catch (LinkageError | RuntimeException e) {
            return false;
        }
    }

    private static long absolute() {
        return Pointer.nativeValue(NativeLibrary.getProcess().getFunction("abs"));
    }

    private static long executable() {
        NativeLibrary process = NativeLibrary.getProcess();
        long page = process.getFunction("mmap")
                .invokeLong(new Object[] {0L, PAGE_BYTES, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS, -1, 0L});
        if (page == MAP_FAILED) {
            return 0;
        }
        new Pointer(page).write(0, CODE, 0, CODE.length);
        int failed = process.getFunction("mprotect").invokeInt(new Object[] {page, PAGE_BYTES, PROT_READ_EXEC});
        return failed == 0 ? page : 0;
    }

    private static boolean register(long code) {
        Map<String, Object> objectsToo = Map.of(Library.OPTION_ALLOW_OBJECTS, true);
        // labs answers its argument, which JNA replaces by the environment of this thread.
        Long environment = (Long) NativeLibrary.getProcess()
                .getFunction("labs")
                .invoke(long.class, new Object[] {JNIEnv.CURRENT}, objectsToo);
        Pointer registerNatives =
                new Pointer(environment).getPointer(0).getPointer((long) REGISTER_NATIVES * Long.BYTES);
        DirectMemory method = method(code);
        Object failed = Function.getFunction(registerNatives)
                .invoke(
                        int.class,
                        new Object[] {JNIEnv.CURRENT, CallBridge.class, new Pointer(method.address()), 1},
                        objectsToo);
        return failed.equals(0);
    }

    /** A {@code JNINativeMethod}: pointers to name, signature and code; then the texts. */
    private static DirectMemory method(long code) {
        byte[] name = "call\0".getBytes(StandardCharsets.US_ASCII);
        byte[] signature = "(JJIJ)I\0".getBytes(StandardCharsets.US_ASCII);
        int texts = 3 * Long.BYTES;
        DirectMemory method = DirectMemory.allocate(texts + name.length + signature.length);
        long address = method.address();
        RawMemory.copyFromArray(name, 0, address + texts, name.length);
        RawMemory.copyFromArray(signature, 0, address + texts + name.length, signature.length);
        RawMemory.putLong(address, address + texts);
        RawMemory.putLong(address + Long.BYTES, address + texts + name.length);
        RawMemory.putLong(address + 2 * Long.BYTES, code);
        return method;
    }
}
