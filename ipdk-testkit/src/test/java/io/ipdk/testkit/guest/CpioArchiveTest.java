package io.ipdk.testkit.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CpioArchiveTest {

    /** One entry as the format says it is read back. */
    private record Entry(String name, int mode, String content) {}

    private static byte[] archive() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (CpioArchive archive = new CpioArchive(bytes)) {
            archive.file("a/b/run", "12345".getBytes(StandardCharsets.UTF_8), true);
            archive.file("a/text", new byte[0], false);
            archive.link("a/link", "b/run");
            archive.directory("a/b");
        }
        return bytes.toByteArray();
    }

    private static List<Entry> read(byte[] archive) {
        List<Entry> entries = new ArrayList<>();
        int at = 0;
        while (at < archive.length) {
            String header = new String(archive, at, 110, StandardCharsets.US_ASCII);
            assertThat(header).startsWith("070701");
            int mode = Integer.parseInt(header.substring(14, 22), 16);
            int size = Integer.parseInt(header.substring(54, 62), 16);
            int nameSize = Integer.parseInt(header.substring(94, 102), 16);
            String name = new String(archive, at + 110, nameSize - 1, StandardCharsets.UTF_8);
            int content = at + 110 + nameSize + 3 & ~3;
            entries.add(new Entry(name, mode, new String(archive, content, size, StandardCharsets.UTF_8)));
            at = content + size + 3 & ~3;
        }
        return entries;
    }

    @Test
    void writesDirectoriesOnceAndBeforeWhatIsInThem() throws IOException {
        assertThat(read(archive()))
                .extracting(Entry::name)
                .containsExactly("a", "a/b", "a/b/run", "a/text", "a/link", "TRAILER!!!");
    }

    @Test
    void keepsContentsModesAndTargets() throws IOException {
        assertThat(read(archive()))
                .contains(
                        new Entry("a/b", 0040755, ""),
                        new Entry("a/b/run", 0100755, "12345"),
                        new Entry("a/text", 0100644, ""),
                        new Entry("a/link", 0120777, "b/run"));
    }

    @Test
    void makesEqualArchivesOfEqualContents() throws IOException {
        assertThat(archive()).isEqualTo(archive());
    }
}
