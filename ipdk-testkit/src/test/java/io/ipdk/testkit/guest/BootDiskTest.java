package io.ipdk.testkit.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ipdk.testkit.guest.BootSector.Piece;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BootDiskTest {

    @TempDir
    Path directory;

    private GuestImage image(byte[] kernel) throws IOException {
        Path initrd = directory.resolve("initrd");
        Files.writeString(initrd, "initrd");
        return new GuestImage(Files.write(directory.resolve("kernel"), kernel), initrd, "console=ttyS0");
    }

    /** The header of a kernel with 2 set-up sectors and one byte of its own. */
    private static byte[] kernel() {
        ByteBuffer kernel = ByteBuffer.allocate(3 * 512 + 1).order(ByteOrder.LITTLE_ENDIAN);
        kernel.put(0x1f1, (byte) 2);
        kernel.putInt(0x202, 0x53726448);
        kernel.putShort(0x206, (short) 0x20f);
        kernel.put(0x211, (byte) 1);
        kernel.putLong(0x258, 0x1000000);
        kernel.putInt(0x260, 0x3378000);
        kernel.put(3 * 512, (byte) 'K');
        return kernel.array();
    }

    private ByteBuffer disk() throws IOException {
        Path disk = directory.resolve("disk");
        BootDisk.write(image(kernel()), disk);
        return ByteBuffer.wrap(Files.readAllBytes(disk)).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Test
    void laysThePiecesOutOneAfterTheOtherAndSaysWhereTheyGo() throws IOException {
        ByteBuffer disk = disk();
        int[] table = new int[15];
        disk.slice(384, 60).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(table);
        assertThat(table).containsExactly(1, 3, 0x10000, 4, 1, 0x1e000, 5, 1, 0x100000, 6, 1, 0x4400000, 0, 0, 0);
        assertThat(text(disk, 4, 14)).isEqualTo("console=ttyS0\0");
        assertThat(text(disk, 5, 2)).isEqualTo("K\0");
        assertThat(text(disk, 6, 7)).isEqualTo("initrd\0");
    }

    private static String text(ByteBuffer disk, int sector, int length) {
        byte[] bytes = new byte[length];
        disk.get(sector * 512, bytes);
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    @Test
    void tellsTheKernelWhereItsFileSystemAndItsCommandLineAre() throws IOException {
        ByteBuffer setup = disk().slice(512, 3 * 512).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(setup.get(0x210)).isEqualTo((byte) 0xff);
        assertThat(setup.get(0x211)).isEqualTo((byte) 0x81);
        assertThat(setup.getInt(0x218)).isEqualTo(0x4400000);
        assertThat(setup.getInt(0x21c)).isEqualTo(6);
        assertThat(setup.getInt(0x228)).isEqualTo(0x1e000);
    }

    @Test
    void isAWholeNumberOfMebibytesAndLooksLikeAPartitionedDisk() throws IOException {
        ByteBuffer disk = disk();
        assertThat(disk.capacity()).isEqualTo(1 << 20);
        assertThat(disk.getShort(510)).isEqualTo((short) 0xaa55);
        assertThat(disk.getInt(446 + 8)).isEqualTo(1);
        assertThat(disk.getInt(446 + 12)).isEqualTo(2047);
    }

    @Test
    void refusesAFileThatIsNoKernel() throws IOException {
        GuestImage image = image(new byte[4096]);
        assertThatExceptionOfType(GuestException.class)
                .isThrownBy(() -> BootDisk.write(image, directory.resolve("disk")))
                .withMessageContaining("no bzImage");
    }

    @Test
    void refusesMorePiecesThanTheTableHolds() {
        List<Piece> five = Collections.nCopies(5, new Piece(1, 1, 0));
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> BootSector.of(five, 100))
                .withMessageContaining("at most 4");
    }
}
