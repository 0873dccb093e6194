package io.ipdk.nativeaccess.posix;

/** What operating system and machine this is; safe to ask everywhere. Immutable. */
final class Platform {
    static final String OS = System.getProperty("os.name", "unknown");
    static final String ARCH = System.getProperty("os.arch", "unknown");
    static final boolean LINUX = OS.equals("Linux");
    static final boolean X86_64 = ARCH.equals("amd64") || ARCH.equals("x86_64");
    static final boolean ARM64 = ARCH.equals("aarch64");
    static final boolean SUPPORTED = LINUX && (X86_64 || ARM64);

    private Platform() {}
}
