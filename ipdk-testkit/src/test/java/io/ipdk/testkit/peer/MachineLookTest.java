package io.ipdk.testkit.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipdk.testkit.peer.Presence.Found;
import io.ipdk.testkit.peer.Presence.Missing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineLookTest {
    @TempDir
    Path directory;

    @Test
    void findsProgramsOnThePath() {
        assertThat(MachineLook.program("sh").look()).isInstanceOf(Found.class);
        assertThat(MachineLook.program("no-such-program").look())
                .isEqualTo(new Missing("no executable no-such-program on PATH"));
    }

    @Test
    void tellsStaticProgramsFromDynamicOnesAndFromScripts() throws IOException {
        Path script = Files.writeString(directory.resolve("script"), "#!/bin/sh\n");

        assertThat(ElfFile.isStaticallyLinked(script)).isFalse();
        assertThat(MachineLook.staticProgram("java").look()).isInstanceOf(Missing.class);
    }

    @Test
    void picksTheNewestKernelByNumberNotByLetter() throws IOException {
        Files.createFile(directory.resolve("vmlinuz-6.1.0-9-cloud-amd64"));
        Path newest = Files.createFile(directory.resolve("vmlinuz-6.1.0-56-cloud-amd64"));
        Files.createFile(directory.resolve("vmlinuz-6.2.0-1-amd64"));

        assertThat(MachineLook.newest(directory, "vmlinuz-*-cloud-amd64").look())
                .isEqualTo(new Found(newest));
        assertThat(MachineLook.newest(directory, "nothing-*").look()).isInstanceOf(Missing.class);
    }

    @Test
    void hugePagesNeedBothMemoryAndAMount() {
        String enough = "HugePages_Total:     512\nHugepagesize:       2048 kB\n";
        String mount = "hugetlbfs %s hugetlbfs rw 0 0\n".formatted(directory);

        assertThat(MachineLook.hugePages(enough, mount)).isEqualTo(new Found(directory));
        assertThat(MachineLook.hugePages(enough, "")).isEqualTo(new Missing("no hugetlbfs is mounted"));
        assertThat(MachineLook.hugePages("HugePages_Total: 16\nHugepagesize: 2048 kB\n", mount))
                .isEqualTo(new Missing("32 MiB of huge pages reserved, 256 needed"));
    }
}
