package io.ipdk.nativeaccess.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileLocksTest {
    @TempDir
    Path directory;

    @Test
    void secondOpeningIsLockedOutAndToldByWhom() {
        try (PosixFile holder = open();
                PosixFile other = open()) {
            holder.lockExclusive();

            assertThatThrownBy(other::lockExclusive)
                    .isInstanceOfSatisfying(
                            PosixException.class, e -> assertThat(e.errnoName()).isEqualTo("EAGAIN"))
                    .hasMessageContaining(holder.path().toString())
                    .hasMessageContaining("locked by this process itself");
        }
    }

    @Test
    void closingGivesTheLockFree() {
        try (PosixFile holder = open()) {
            holder.lockExclusive();
        }
        try (PosixFile next = open()) {
            next.lockExclusive();
            assertThat(next.fd().isClosed()).isFalse();
        }
    }

    @Test
    void holderMayLockAgain() {
        try (PosixFile holder = open()) {
            holder.lockExclusive();
            holder.lockExclusive();
            assertThat(holder.fd().isClosed()).isFalse();
        }
    }

    @Test
    void readersShareTheLockAndKeepWritersOut() {
        try (PosixFile writer = open()) {
            try (PosixFile reader = open();
                    PosixFile otherReader = open()) {
                reader.lockShared();
                otherReader.lockShared();

                assertThatThrownBy(writer::lockExclusive).hasMessageContaining("locked by this process itself");
            }
            writer.lockExclusive();
            try (PosixFile lateReader = open()) {
                assertThatThrownBy(lateReader::lockShared).hasMessageContaining("locked by this process itself");
            }
        }
    }

    @Test
    void lockOfAnotherProcessNamesIt() throws Exception {
        Path image = directory.resolve("disk.img");
        Process holder = ChildJvm.start(LockHolder.class, image.toString());
        try {
            assertThat(holder.inputReader().readLine()).isEqualTo("locked");
            try (PosixFile file = PosixFile.open(image, FileMode.READ_WRITE)) {
                assertThatThrownBy(file::lockExclusive)
                        .isInstanceOf(PosixException.class)
                        .hasMessageContaining("locked by process " + holder.pid() + " (java)");
            }
        } finally {
            holder.destroyForcibly().waitFor();
        }
        try (PosixFile file = PosixFile.open(image, FileMode.READ_WRITE)) {
            file.lockExclusive();
            assertThat(file.fd().isClosed()).isFalse();
        }
    }

    @Test
    void lockOfTheOtherKindConflictsToo() throws IOException {
        try (PosixFile file = open();
                FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.WRITE)) {
            channel.lock();

            assertThatThrownBy(file::lockExclusive).hasMessageContaining("locked by this process itself");
        }
    }

    private PosixFile open() {
        return PosixFile.open(directory.resolve("disk.img"), FileMode.CREATE);
    }

    /** Locks a file and holds it until it is killed. */
    static final class LockHolder {
        private LockHolder() {}

        public static void main(String[] arguments) throws IOException {
            try (PosixFile file = PosixFile.open(Path.of(arguments[0]), FileMode.CREATE)) {
                file.lockExclusive();
                System.out.println("locked");
                int end = System.in.read();
                System.out.println("released at " + end);
            }
        }
    }
}
