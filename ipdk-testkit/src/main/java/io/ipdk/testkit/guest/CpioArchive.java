package io.ipdk.testkit.guest;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Writes a cpio archive in the "newc" format that Linux unpacks as its first root file system: for each entry a header of
 * 110 ASCII bytes, the name with a final 0, the data; name and data each padded to 4 bytes (kernel documentation,
 * driver-api/early-userspace/buffer-format). All entries belong to root and carry no time, so that equal content makes an
 * equal archive.
 *
 * <p>Confined to one thread (the one that writes).
 */
final class CpioArchive implements AutoCloseable {

    private static final int DIRECTORY = 0040755;
    private static final int PROGRAM = 0100755;
    private static final int FILE = 0100644;
    private static final int LINK = 0120777;
    private static final String END = "TRAILER!!!";

    private final OutputStream out;
    private final Set<String> directories = new HashSet<>();
    private long written;
    private int inode;

    /** @param out where the archive goes; closed with it */
    CpioArchive(OutputStream out) {
        this.out = out;
    }

    /** Adds a directory and those above it, once. */
    void directory(String path) throws IOException {
        int slash = path.lastIndexOf('/');
        if (slash > 0) {
            directory(path.substring(0, slash));
        }
        if (directories.add(path)) {
            entry(path, DIRECTORY, new byte[0]);
        }
    }

    /** Adds a file and the directories above it. The path has no leading slash. */
    void file(String path, byte[] content, boolean executable) throws IOException {
        parent(path);
        entry(path, executable ? PROGRAM : FILE, content);
    }

    /** Adds a symbolic link. */
    void link(String path, String target) throws IOException {
        parent(path);
        entry(path, LINK, target.getBytes(StandardCharsets.UTF_8));
    }

    private void parent(String path) throws IOException {
        int slash = path.lastIndexOf('/');
        if (slash > 0) {
            directory(path.substring(0, slash));
        }
    }

    private void entry(String path, int mode, byte[] content) throws IOException {
        byte[] name = path.getBytes(StandardCharsets.UTF_8);
        int[] fields = {
            ++inode, mode, 0, 0, 1, 0, content.length, 0, 0, 0, 0, name.length + 1, 0,
        };
        StringBuilder header = new StringBuilder("070701");
        for (int field : fields) {
            header.append(String.format(Locale.ROOT, "%08X", field));
        }
        write(header.toString().getBytes(StandardCharsets.US_ASCII));
        write(name);
        write(new byte[1]);
        pad();
        write(content);
        pad();
    }

    private void pad() throws IOException {
        write(new byte[(int) (-written & 3)]);
    }

    private void write(byte[] bytes) throws IOException {
        out.write(bytes);
        written += bytes.length;
    }

    @Override
    public void close() throws IOException {
        entry(END, 0, new byte[0]);
        out.close();
    }
}
