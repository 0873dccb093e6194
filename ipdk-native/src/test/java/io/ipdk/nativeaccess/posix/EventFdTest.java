package io.ipdk.nativeaccess.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipdk.error.ClosedException;
import org.junit.jupiter.api.Test;

class EventFdTest {
    @Test
    void drainTellsWhetherItWasSignalled() {
        try (EventFd event = EventFd.create()) {
            assertThat(event.drain()).isFalse();

            event.signal();
            event.signal();

            assertThat(event.drain()).isTrue();
            assertThat(event.drain()).isFalse();
        }
    }

    @Test
    void signalOnAFullCounterIsNoError() {
        try (EventFd event = EventFd.create()) {
            assertThat(LibC.eventfd_write(event.fd().value(), -2)).isZero();

            event.signal();

            assertThat(event.drain()).isTrue();
        }
    }

    @Test
    void adoptedBlockingEventDoesNotBlock() {
        int blocking = LibC.eventfd(0, Linux.EFD_CLOEXEC);
        try (EventFd event = EventFd.adopt(Fd.adopt(blocking, "blocking eventfd"))) {
            assertThat(event.drain()).isFalse();

            event.signal();

            assertThat(event.drain()).isTrue();
        }
    }

    @Test
    void twoDescriptorsShareOneEvent() {
        try (EventFd mine = EventFd.create();
                EventFd theirs = EventFd.adopt(mine.fd().duplicate())) {
            mine.signal();

            assertThat(theirs.drain()).isTrue();
            assertThat(mine.drain()).isFalse();
        }
    }

    @Test
    void closedEventCannotBeSignalled() {
        EventFd event = EventFd.create();
        event.close();

        assertThatThrownBy(event::signal).isInstanceOf(ClosedException.class);
        assertThatThrownBy(event::drain).isInstanceOf(ClosedException.class);
    }

    @Test
    void somethingElseThanAnEventNamesTheError() {
        try (Fd file = Memfd.create("not-an-event", 0, false);
                Fd readOnly = Fd.adopt(
                        LibC.open(NativeText.of("/proc/self/fd/" + file.value()), Linux.O_RDONLY, 0), "read-only");
                EventFd event = EventFd.adopt(readOnly)) {
            assertThatThrownBy(event::signal)
                    .isInstanceOf(PosixException.class)
                    .hasMessageContaining("eventfd_write(fd " + readOnly.value() + " (read-only)): EBADF");
        }
    }
}
