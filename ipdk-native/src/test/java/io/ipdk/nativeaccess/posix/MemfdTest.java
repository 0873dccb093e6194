package io.ipdk.nativeaccess.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ipdk.error.ClosedException;
import io.ipdk.nativeaccess.memory.RawMemory;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class MemfdTest {
    @Test
    void twoMappingsSeeTheSameMemory() {
        try (Fd fd = Memfd.create("shared", 8192, false);
                MappedMemory one = MappedMemory.map(fd, 0, 8192, Protection.READ_WRITE);
                MappedMemory other = MappedMemory.map(fd, 4096, 4096, Protection.READ_ONLY)) {
            RawMemory.putLong(one.address() + 4096 + 8, 0x1122334455667788L);

            assertThat(other.address()).isNotEqualTo(one.address() + 4096);
            assertThat(RawMemory.getLong(other.address() + 8)).isEqualTo(0x1122334455667788L);
        }
    }

    @Test
    void mappingOutlivesItsDescriptor() {
        Fd fd = Memfd.create("outlived", 4096, false);
        try (MappedMemory memory = MappedMemory.map(fd, 0, 4096, Protection.READ_WRITE)) {
            fd.close();
            RawMemory.putInt(memory.address(), 42);

            assertThat(RawMemory.getInt(memory.address())).isEqualTo(42);
        }
    }

    @Test
    void newMemoryIsZero() {
        try (MappedMemory memory = MappedMemory.anonymous(3 * 4096)) {
            for (int at = 0; at < memory.size(); at += 8) {
                assertThat(RawMemory.getLong(memory.address() + at)).isZero();
            }
        }
    }

    @Test
    void tellsItsSize() {
        try (Fd fd = Memfd.create("sized", 5L << 30, false)) {
            assertThat(Memfd.size(fd)).isEqualTo(5L << 30);
        }
    }

    @Test
    void sealsHoldForEverybody() {
        try (Fd fd = Memfd.create("sealed", 4096, false);
                Fd other = fd.duplicate()) {
            assertThat(Memfd.isSealed(fd, Seal.SHRINK)).isFalse();

            Memfd.seal(fd, Seal.SHRINK, Seal.GROW);

            assertThat(Memfd.isSealed(other, Seal.SHRINK)).isTrue();
            assertThat(Memfd.isSealed(other, Seal.SEAL)).isFalse();
            assertThat(LibC.ftruncate(other.value(), 0)).isNegative();
            assertThat(Errno.name(LibC.errno())).isEqualTo("EPERM");
        }
    }

    @Test
    void finalSealForbidsMore() {
        try (Fd fd = Memfd.create("final", 4096, false)) {
            Memfd.seal(fd, Seal.SEAL);

            assertThatThrownBy(() -> Memfd.seal(fd, Seal.SHRINK)).hasMessageContaining("EPERM");
        }
    }

    @Test
    void fileWithoutSealsHasNone() {
        try (EventFd event = EventFd.create()) {
            assertThat(Memfd.isSealed(event.fd(), Seal.SHRINK)).isFalse();
        }
    }

    @Test
    void hugePagesComeFromTheReserve() {
        Capability hugePages = HugePages.capability();
        assumeTrue(hugePages.available(), hugePages.cause() + "; " + hugePages.advice());
        long page = 2L << 20;

        try (Fd fd = Memfd.create("huge", page, true);
                MappedMemory memory = MappedMemory.map(fd, 0, 4096, Protection.READ_WRITE)) {
            RawMemory.putInt(memory.address(), 7);

            assertThat(RawMemory.getInt(memory.address())).isEqualTo(7);
        }
    }

    @Test
    void hugePageFileOfAnOddLengthIsRefusedWithTheReason() {
        assertThatThrownBy(() -> Memfd.create("odd", 4097, true))
                .isInstanceOf(PosixException.class)
                .hasMessageContaining("multiple of the huge page size");
    }

    @Test
    void negativeLengthIsRefused() {
        assertThatThrownBy(() -> Memfd.create("negative", -1, false)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void emptyMappingIsRefused() {
        assertThatThrownBy(() -> MappedMemory.anonymous(0)).hasMessageContaining("0 bytes");
    }

    @Test
    void impossibleMappingNamesTheCallAndTheError() {
        try (Fd fd = Memfd.create("unaligned", 8192, false)) {
            assertThatThrownBy(() -> MappedMemory.map(fd, 100, 4096, Protection.READ_ONLY))
                    .isInstanceOfSatisfying(PosixException.class, e -> {
                        assertThat(e.call()).isEqualTo("mmap");
                        assertThat(e.errno()).isEqualTo(22);
                    })
                    .hasMessageContaining("offset 100")
                    .hasMessageContaining("EINVAL");
        }
    }

    @Test
    void clearedRangeReadsAsZerosAndNothingElseDoes() {
        long bytes = 1 << 20;
        try (MappedMemory memory = MappedMemory.anonymous(bytes)) {
            for (long[] range : new long[][] {{0, bytes}, {1, 10}, {100_000, 500_001}, {65_536, 131_072}, {5, 0}}) {
                RawMemory.fill(memory.address(), bytes, (byte) 1);

                memory.clear(range[0], range[1]);

                for (long at = 0; at < bytes; at++) {
                    boolean cleared = at >= range[0] && at < range[0] + range[1];
                    if (RawMemory.getByte(memory.address() + at) != (cleared ? 0 : 1)) {
                        assertThat(at)
                                .as("byte of another value after clearing %d + %d", range[0], range[1])
                                .isNegative();
                    }
                }
            }
        }
    }

    @Test
    void onlyPrivateMemoryIsClearedAndOnlyInsideItsBounds() {
        try (Fd fd = Memfd.create("cleared", 4096, false);
                MappedMemory shared = MappedMemory.map(fd, 0, 4096, Protection.READ_WRITE);
                MappedMemory own = MappedMemory.anonymous(4096)) {
            assertThatThrownBy(() -> shared.clear(0, 1)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> own.clear(1, 4096)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void closedMemoryHasNoAddress() {
        MappedMemory memory = MappedMemory.anonymous(4096);

        memory.close();
        memory.close();

        assertThat(memory.isClosed()).isTrue();
        assertThatThrownBy(memory::address).isInstanceOf(ClosedException.class);
    }

    @Test
    void refusedCreationLeavesNoDescriptor() throws IOException {
        assertThatThrownBy(() -> Memfd.create("refused-huge", 4097, true)).isInstanceOf(PosixException.class);

        assertThat(OpenDescriptors.count("refused-huge")).isZero();
    }

    @Test
    void nameWithAZeroIsRefused() {
        assertThatThrownBy(() -> Memfd.create("a\0b", 1, false)).isInstanceOf(IllegalArgumentException.class);
    }
}
