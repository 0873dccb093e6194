package io.ipdk.nativeaccess.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipdk.error.ClosedException;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class FdTest {
    @Test
    void closesOnceOnly() {
        Fd fd = Memfd.create("once", 1, false);
        int number = fd.value();
        fd.close();
        try (Fd reused = Memfd.create("reused", 1, false)) {
            // The kernel gives out the lowest free number, unless another thread of the test run was faster.
            fd.close();

            assertThat(LibC.fcntl(reused.value(), Linux.F_GETFL, 0)).isNotNegative();
            assertThat(number).isNotNegative();
        }
    }

    @Test
    void closedDescriptorHasNoNumber() {
        Fd fd = Memfd.create("gone", 1, false);

        fd.close();

        assertThat(fd.isClosed()).isTrue();
        assertThatThrownBy(fd::value).isInstanceOf(ClosedException.class).hasMessageContaining("memfd gone");
        assertThatThrownBy(fd::duplicate).isInstanceOf(ClosedException.class);
    }

    @Test
    void staysOpenUntilTheLastUserHasLeft() throws IOException {
        String mark = "fd-in-use";
        Fd fd = Memfd.create(mark, 1, false);
        fd.enter();
        fd.enter();

        fd.close();
        fd.leave();
        assertThat(OpenDescriptors.count(mark)).isEqualTo(1);
        fd.leave();

        assertThat(OpenDescriptors.count(mark)).isZero();
    }

    @Test
    void duplicateLivesOnItsOwn() {
        Fd fd = Memfd.create("original", 77, false);
        try (Fd copy = fd.duplicate()) {
            fd.close();

            assertThat(Memfd.size(copy)).isEqualTo(77);
        }
    }

    @Test
    void negativeNumberIsRefused() {
        assertThatThrownBy(() -> Fd.adopt(-1, "bad")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void saysWhatItIs() {
        try (Fd fd = Memfd.create("shown", 1, false)) {
            assertThat(fd).hasToString("fd " + fd.value() + " (memfd shown)");
        }
    }
}
