package io.ipdk.nativeaccess.posix;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/** Finds out from the kernel that a thread of this process waits in a system call. */
final class BlockedThreads {
    private static final Map<String, Integer> NUMBERS = Platform.X86_64
            ? Map.of("recvmsg", 47, "accept4", 288, "epoll_wait", 232)
            : Map.of("recvmsg", 212, "accept4", 242, "epoll_wait", 22);

    private BlockedThreads() {}

    /** Waits until a thread waits in the call. */
    static void awaitOneIn(String call) {
        String prefix = NUMBERS.get(call) + " ";
        await().until(() -> anyIn(prefix));
    }

    private static boolean anyIn(String prefix) throws IOException {
        try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
            return tasks.anyMatch(task -> syscallOf(task).startsWith(prefix));
        }
    }

    private static String syscallOf(Path task) {
        try {
            return Files.readString(task.resolve("syscall"));
        } catch (IOException e) {
            return "";
        }
    }
}
