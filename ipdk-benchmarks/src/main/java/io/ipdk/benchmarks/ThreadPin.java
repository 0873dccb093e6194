package io.ipdk.benchmarks;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Keeps a thread of this process on one processor, as peers do with their own. Thread-safe. */
public final class ThreadPin {
    /** The kernel keeps so much of a thread's name. */
    private static final int NAME_LENGTH = 15;

    private ThreadPin() {}

    /**
     * Pins the threads of that name with taskset.
     *
     * @return false if there is no such thread or no taskset; the scheduler then decides
     */
    public static boolean pin(String threadName, int cpu) throws IOException, InterruptedException {
        String kept = threadName.substring(0, Math.min(NAME_LENGTH, threadName.length()));
        boolean pinned = false;
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
            for (Path task : tasks) {
                if (nameOf(task).equals(kept)) {
                    pinned |= taskset(task.getFileName().toString(), cpu);
                }
            }
        }
        return pinned;
    }

    private static String nameOf(Path task) throws IOException {
        try {
            return Files.readString(task.resolve("comm")).strip();
        } catch (NoSuchFileException e) {
            // Threads come and go while they are listed.
            return "";
        }
    }

    private static boolean taskset(String thread, int cpu) throws InterruptedException {
        try {
            Process process = new ProcessBuilder("taskset", "-p", "-c", String.valueOf(cpu), thread)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(5, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
