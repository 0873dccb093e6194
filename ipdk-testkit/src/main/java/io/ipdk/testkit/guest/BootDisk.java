package io.ipdk.testkit.guest;

import io.ipdk.testkit.guest.BootSector.Piece;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Writes a disk image from which a PC's BIOS boots a {@link GuestImage}, with no kernel given to QEMU and no boot loader
 * installed here: a boot sector of our own, then the kernel's set-up code, its command line, the kernel and its first root
 * file system, one after the other (Linux x86 boot protocol 2.10 or later).
 *
 * <p>The guest needs memory for all of it: 192 MiB are enough for the standard image.
 *
 * <p>Immutable.
 */
public final class BootDisk {

    private static final int SECTOR = BootSector.SIZE;
    private static final long GROWTH = 1 << 20;

    /** Where the set-up code goes, and behind its stack the command line. */
    private static final int SETUP = 0x10000;

    private static final int COMMAND_LINE = 0x1e000;
    private static final int MAX_COMMAND_LINE = 2047;
    private static final int HEAP_END = 0xde00;
    private static final int KERNEL = 0x100000;
    private static final int ALIGNMENT = 2 << 20;

    // Offsets in the kernel's set-up header.
    private static final int SETUP_SECTORS = 0x1f1;
    private static final int MAGIC = 0x202;
    private static final int PROTOCOL = 0x206;
    private static final int LOADER_TYPE = 0x210;
    private static final int LOAD_FLAGS = 0x211;
    private static final int INITRD_ADDRESS = 0x218;
    private static final int INITRD_SIZE = 0x21c;
    private static final int HEAP_END_POINTER = 0x224;
    private static final int COMMAND_LINE_POINTER = 0x228;
    private static final int PREFERRED_ADDRESS = 0x258;
    private static final int INIT_SIZE = 0x260;

    private static final int HEADER_MAGIC = 0x53726448;
    private static final int OLDEST_PROTOCOL = 0x20a;
    private static final byte UNKNOWN_LOADER = (byte) 0xff;
    private static final byte CAN_USE_HEAP = (byte) 0x80;
    private static final int DEFAULT_SETUP_SECTORS = 4;

    private BootDisk() {}

    /**
     * Writes the image.
     *
     * @param disk the file to write, replaced where it exists; its size is a multiple of 1 MiB
     * @throws GuestException where the kernel is none for this, or a file cannot be read or written
     */
    public static void write(GuestImage image, Path disk) {
        try {
            byte[] kernel = Files.readAllBytes(image.kernel());
            byte[] initrd = Files.readAllBytes(image.initrd());
            write(disk, kernel, initrd, image.commandLine());
        } catch (IOException e) {
            throw new GuestException("the boot disk " + disk + " cannot be written: " + e.getMessage(), "", e);
        }
    }

    private static void write(Path disk, byte[] kernel, byte[] initrd, String commandLine) throws IOException {
        ByteBuffer header = ByteBuffer.wrap(kernel).order(ByteOrder.LITTLE_ENDIAN);
        if (kernel.length < INIT_SIZE + Integer.BYTES
                || header.getInt(MAGIC) != HEADER_MAGIC
                || header.getShort(PROTOCOL) < OLDEST_PROTOCOL) {
            throw new GuestException("the kernel is no bzImage of boot protocol 2.10 or later", "use another kernel");
        }
        byte[] text = commandLine.getBytes(StandardCharsets.US_ASCII);
        if (text.length > MAX_COMMAND_LINE) {
            throw new GuestException(
                    "the kernel's command line has " + text.length + " bytes; at most " + MAX_COMMAND_LINE,
                    "shorten it");
        }
        int setupSectors = Byte.toUnsignedInt(kernel[SETUP_SECTORS]);
        int setupSize = (1 + (setupSectors == 0 ? DEFAULT_SETUP_SECTORS : setupSectors)) * SECTOR;
        int initrdAddress = initrdAddress(header);
        header.put(LOADER_TYPE, UNKNOWN_LOADER);
        header.put(LOAD_FLAGS, (byte) (header.get(LOAD_FLAGS) | CAN_USE_HEAP));
        header.putInt(INITRD_ADDRESS, initrdAddress);
        header.putInt(INITRD_SIZE, initrd.length);
        header.putShort(HEAP_END_POINTER, (short) HEAP_END);
        header.putInt(COMMAND_LINE_POINTER, COMMAND_LINE);

        List<byte[]> contents = List.of(
                Arrays.copyOf(kernel, setupSize),
                Arrays.copyOf(text, text.length + 1),
                Arrays.copyOfRange(kernel, setupSize, kernel.length),
                initrd);
        write(disk, contents, new int[] {SETUP, COMMAND_LINE, KERNEL, initrdAddress});
    }

    /** Behind all memory that the kernel uses while it unpacks itself. */
    private static int initrdAddress(ByteBuffer header) {
        long end = header.getLong(PREFERRED_ADDRESS) + Integer.toUnsignedLong(header.getInt(INIT_SIZE));
        return Math.toIntExact((end + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
    }

    private static void write(Path disk, List<byte[]> contents, int[] addresses) throws IOException {
        List<Piece> pieces = new ArrayList<>();
        int sector = 1;
        for (int i = 0; i < contents.size(); i++) {
            int sectors = (contents.get(i).length + SECTOR - 1) / SECTOR;
            pieces.add(new Piece(sector, sectors, addresses[i]));
            sector += sectors;
        }
        long size = (sector * (long) SECTOR + GROWTH - 1) / GROWTH * GROWTH;
        try (OutputStream out = Files.newOutputStream(disk)) {
            out.write(BootSector.of(pieces, (int) (size / SECTOR)));
            for (int i = 0; i < contents.size(); i++) {
                byte[] content = contents.get(i);
                out.write(content);
                out.write(new byte[pieces.get(i).sectors() * SECTOR - content.length]);
            }
            out.write(new byte[(int) (size - sector * (long) SECTOR)]);
        }
    }
}
