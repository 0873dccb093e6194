package io.ipdk.nativeaccess.dpdk;

import com.sun.jna.Native;
import io.ipdk.error.IpdkException;
import io.ipdk.error.UnsupportedException;
import io.ipdk.nativeaccess.dpdk.internal.BurstFunctions;
import io.ipdk.nativeaccess.dpdk.internal.NativeLibraries;
import io.ipdk.nativeaccess.dpdk.layout.DpdkAbi;
import io.ipdk.nativeaccess.memory.RawMemory;
import io.ipdk.nativeaccess.posix.Capability;

/**
 * The DPDK that is installed on this machine, opened. Thread-safe.
 *
 * <p>Known are the long-term releases 22.11, 23.11, 24.11 and 25.11; the newest one found is taken, or the one whose ABI the
 * system property {@value io.ipdk.nativeaccess.dpdk.internal.NativeLibraries#ABI_PROPERTY} names.
 */
public final class Dpdk {
    private static final String INSTALL =
            "install a long-term release from 22.11 to 25.11 (Debian: apt-get install dpdk"
                    + " librte-net-null23, or dpdk-dev for all drivers)";

    private final NativeLibraries libraries;

    private Dpdk(NativeLibraries libraries) {
        this.libraries = libraries;
    }

    /**
     * Opens the libraries by their sonames, where the system's loader finds them. No memory is taken and nothing is started.
     *
     * @throws UnsupportedException if there is none of the known releases; the message says what was tried
     */
    public static Dpdk load() {
        NativeLibraries.Attempt attempt;
        try {
            attempt = NativeLibraries.open();
        } catch (LinkageError e) {
            throw new UnsupportedException(
                    "JNA cannot be used: " + e.getMessage(), "let java.io.tmpdir be writable", e);
        }
        if (attempt.found().isEmpty()) {
            throw new UnsupportedException(
                    "no DPDK could be loaded; tried " + String.join("; ", attempt.refusals()), INSTALL);
        }
        NativeLibraries libraries = attempt.found().get(0);
        requireAgreement(libraries.abi(), libraries.version());
        if (RawMemory.isChecked()) {
            throw new UnsupportedException(
                    "DPDK's memory is not known to the checked face of raw memory",
                    "start without -D" + RawMemory.CHECKED_PROPERTY + "=true");
        }
        return new Dpdk(libraries);
    }

    static void requireAgreement(DpdkAbi abi, String version) {
        if (DpdkAbi.ofVersion(version).filter(abi::equals).isEmpty()) {
            throw new UnsupportedException(
                    "librte_eal.so." + abi.major() + " says it is " + version + ", and that ABI belongs to DPDK "
                            + abi.release(),
                    "install the long-term release itself; its layouts are known");
        }
    }

    /** Says whether DPDK could be loaded, and which and how, or why not. Starts nothing. */
    public static Capability probe() {
        try {
            Dpdk dpdk = load();
            return new Capability("DPDK", true, dpdk + "; bursts through " + BurstFunctions.way(), "");
        } catch (IpdkException e) {
            return new Capability("DPDK", false, String.valueOf(e.getMessage()), e.advice());
        }
    }

    /** What the library calls itself: {@code DPDK 22.11.11}. */
    public String version() {
        return libraries.version();
    }

    /** The ABI that was found, and with it the layouts. */
    public DpdkAbi abi() {
        return libraries.abi();
    }

    /** How bursts reach the drivers' functions, for people. */
    public String callsThrough() {
        return BurstFunctions.way();
    }

    /**
     * Starts the EAL on a thread of its own, proves the layouts, and refuses if they differ from what is known.
     *
     * @throws IllegalStateException if it was started in this process before: DPDK can be started once
     * @throws UnsupportedException if memory is missing, or the layouts are others than known; the message has the report
     * @throws DpdkException if DPDK refuses
     */
    public Eal start(EalOptions options) {
        return Eal.start(libraries, options);
    }

    @Override
    public String toString() {
        return version() + ", ABI " + abi().major() + ", from " + libraries.file() + ", JNA " + Native.VERSION;
    }
}
