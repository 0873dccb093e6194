package io.ipdk.nativeaccess.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ipdk.error.ClosedException;
import io.ipdk.nativeaccess.memory.RawMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PosixFileTest {
    private static final int PAGE = 4096;

    @TempDir
    Path directory;

    private final MappedMemory memory = MappedMemory.anonymous(1 << 20);
    private final long address = memory.address();

    @AfterEach
    void close() {
        memory.close();
    }

    @Test
    void readsBackWhatItWrote() {
        try (PosixFile file = open(FileMode.CREATE)) {
            byte[] written = random(300_000);
            RawMemory.copyFromArray(written, 0, address, written.length);

            file.pwrite(address, written.length, 12_345);
            RawMemory.fill(address, written.length, (byte) 0);

            assertThat(file.size()).isEqualTo(12_345L + written.length);
            assertThat(file.pread(address, written.length, 12_345)).isEqualTo(written.length);
            assertThat(memoryAt(address, written.length)).isEqualTo(written);
        }
    }

    @Test
    void readEndsWithTheFile() {
        try (PosixFile file = open(FileMode.CREATE)) {
            file.truncate(1000);

            assertThat(file.pread(address, PAGE, 400)).isEqualTo(600);
            assertThat(file.pread(address, PAGE, 1000)).isZero();
        }
    }

    @Test
    void worksBeyondFourGibibytes() {
        try (PosixFile file = open(FileMode.CREATE)) {
            file.truncate(10L << 30);
            RawMemory.putLong(address, 0xCAFE);

            file.pwrite(address, 8, 9L << 30);

            assertThat(file.pread(address + 8, 8, 9L << 30)).isEqualTo(8);
            assertThat(RawMemory.getLong(address + 8)).isEqualTo(0xCAFE);
            assertThat(file.size()).isEqualTo(10L << 30);
            assertThat(file.allocatedBytes()).isLessThan(1 << 20);
        }
    }

    @Test
    void movesMoreThanTwoGibibytesInOneCall() {
        long bytes = (2L << 30) + PAGE;
        try (PosixFile zeros = PosixFile.open(Path.of("/dev/zero"), FileMode.READ_ONLY);
                PosixFile nowhere = PosixFile.open(Path.of("/dev/null"), FileMode.READ_WRITE);
                MappedMemory large = MappedMemory.anonymous(bytes)) {
            // A hole reads fast and, mapped privately and only read by the kernel, takes up next to no memory.
            nowhere.pwrite(large.address(), bytes, 0);

            assertThat(zeros.pread(address, 1 << 20, 0)).isEqualTo(1 << 20);
        }
    }

    @Test
    void scattersAndGathers() {
        try (PosixFile file = open(FileMode.CREATE);
                IoVector vector = new IoVector(3)) {
            byte[] written = random(3000);
            RawMemory.copyFromArray(written, 0, address, 3000);
            vector.add(address, 1000);
            vector.add(address + 1000, 500);
            vector.add(address + 1500, 1500);

            file.pwritev(vector, 7);

            assertThat(vector.bytes()).isZero();
            assertThat(vector.count()).isZero();
            vector.clear();
            vector.add(address + PAGE, 2999);
            vector.add(address, 1);
            assertThat(file.preadv(vector, 7)).isEqualTo(3000);
            assertThat(memoryAt(address + PAGE, 2999)).isEqualTo(java.util.Arrays.copyOf(written, 2999));
            assertThat(RawMemory.getByte(address)).isEqualTo(written[2999]);
        }
    }

    @Test
    void scatteredReadEndsWithTheFile() {
        try (PosixFile file = open(FileMode.CREATE);
                IoVector vector = new IoVector(2)) {
            file.truncate(1500);
            vector.add(address, 1000);
            vector.add(address + 1000, 1000);

            assertThat(file.preadv(vector, 0)).isEqualTo(1500);
            assertThat(vector.bytes()).isEqualTo(500);
        }
    }

    @Test
    void fullDeviceIsNoSpace() {
        try (PosixFile full = PosixFile.open(Path.of("/dev/full"), FileMode.READ_WRITE);
                IoVector vector = new IoVector(1)) {
            assertThatThrownBy(() -> full.pwrite(address, PAGE, 0))
                    .isInstanceOfSatisfying(PosixException.class, e -> {
                        assertThat(e.errnoName()).isEqualTo("ENOSPC");
                        assertThat(e.retryable()).isTrue();
                    })
                    .hasMessageContaining("pwrite(/dev/full, offset 0)");
            vector.add(address, PAGE);
            assertThatThrownBy(() -> full.pwritev(vector, 0)).hasMessageContaining("ENOSPC");
        }
    }

    @Test
    void fdatasyncSucceedsOnAFile() {
        try (PosixFile file = open(FileMode.CREATE)) {
            file.pwrite(address, PAGE, 0);

            file.fdatasync();

            assertThat(file.size()).isEqualTo(PAGE);
        }
    }

    @Test
    void punchedHoleReadsAsZerosAndGivesItsSpaceBack() {
        try (PosixFile file = open(FileMode.CREATE)) {
            RawMemory.fill(address, 1 << 20, (byte) 1);
            file.pwrite(address, 1 << 20, 0);
            file.fdatasync();
            long before = file.allocatedBytes();

            assumeTrue(file.punchHole(0, 1 << 19), "the file system of " + directory + " cannot punch holes");

            assertThat(file.pread(address, 1 << 20, 0)).isEqualTo(1 << 20);
            assertThat(RawMemory.getByte(address + (1 << 19) - 1)).isZero();
            assertThat(RawMemory.getByte(address + (1 << 19))).isEqualTo((byte) 1);
            assertThat(file.size()).isEqualTo(1 << 20);
            assertThat(file.allocatedBytes()).isLessThan(before);
        }
    }

    @Test
    void zeroedRangeReadsAsZeros() {
        try (PosixFile file = open(FileMode.CREATE)) {
            RawMemory.fill(address, 2 * PAGE, (byte) 1);
            file.pwrite(address, 2 * PAGE, 0);

            assumeTrue(file.zeroRange(0, PAGE), "the file system of " + directory + " cannot zero ranges");

            file.pread(address, 2 * PAGE, 0);
            assertThat(RawMemory.getByte(address + PAGE - 1)).isZero();
            assertThat(RawMemory.getByte(address + PAGE)).isEqualTo((byte) 1);
        }
    }

    @Test
    void allocatedRangeTakesUpItsSpace() {
        try (PosixFile file = open(FileMode.CREATE)) {
            assumeTrue(file.allocate(0, 1 << 20), "the file system of " + directory + " cannot allocate");

            assertThat(file.size()).isEqualTo(1 << 20);
            assertThat(file.allocatedBytes()).isGreaterThanOrEqualTo(1 << 20);
        }
    }

    @Test
    void deviceWithoutHolesAnswersFalseOrNamesTheError() {
        try (PosixFile full = PosixFile.open(Path.of("/dev/full"), FileMode.READ_WRITE)) {
            assertThatThrownBy(() -> full.punchHole(0, PAGE)).hasMessageContaining("4096 bytes at 0");
        }
    }

    @Test
    void missingFileIsNamedWithAnAdvice() {
        Path missing = directory.resolve("missing.img");

        assertThatThrownBy(() -> PosixFile.open(missing, FileMode.READ_WRITE))
                .isInstanceOfSatisfying(PosixException.class, e -> {
                    assertThat(e.call()).isEqualTo("open");
                    assertThat(e.errnoName()).isEqualTo("ENOENT");
                    assertThat(e.advice()).isNotEmpty();
                })
                .hasMessageContaining(missing.toString())
                .hasMessageContaining("No such file or directory");
    }

    @Test
    void directoryIsRefusedInEveryMode() {
        assertThatThrownBy(() -> PosixFile.open(directory, FileMode.READ_WRITE)).hasMessageContaining("EISDIR");
        assertThatThrownBy(() -> PosixFile.open(directory, FileMode.READ_ONLY)).hasMessageContaining("EISDIR");
    }

    @Test
    void newFileMustBeNew() throws IOException {
        Files.writeString(image(), "");

        assertThatThrownBy(() -> open(FileMode.CREATE_NEW)).hasMessageContaining("EEXIST");
    }

    @Test
    void readOnlyFileRefusesWrites() throws IOException {
        Files.writeString(image(), "fixed");
        try (PosixFile file = open(FileMode.READ_ONLY)) {
            assertThatThrownBy(() -> file.pwrite(address, 1, 0)).hasMessageContaining("EBADF");
            assertThat(image()).hasContent("fixed");
        }
    }

    @Test
    void closedFileRefusesEverything() {
        PosixFile file = open(FileMode.CREATE);
        file.close();
        file.close();

        assertThatThrownBy(() -> file.pread(address, 1, 0)).isInstanceOf(ClosedException.class);
        assertThatThrownBy(file::size).isInstanceOf(ClosedException.class);
    }

    @Test
    void nameMayHaveAnyCharacters() {
        Path path = directory.resolve("dísk µ.img");

        try (PosixFile file = PosixFile.open(path, FileMode.CREATE)) {
            assertThat(file.isBlockDevice()).isFalse();
            assertThat(path).exists();
        }
    }

    private Path image() {
        return directory.resolve("disk.img");
    }

    private PosixFile open(FileMode mode) {
        return PosixFile.open(image(), mode);
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static byte[] memoryAt(long address, int length) {
        byte[] bytes = new byte[length];
        RawMemory.copyToArray(address, bytes, 0, length);
        return bytes;
    }
}
