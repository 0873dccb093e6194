package io.ipdk.nativeaccess.posix;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipdk.nativeaccess.memory.RawMemory;

/** Sends as a hostile peer would: any number of descriptors with one byte. */
final class RawSender {
    private RawSender() {}

    static void send(Fd socket, Fd... fds) {
        try (MappedMemory memory = MappedMemory.anonymous(4096)) {
            long message = memory.address();
            long vector = message + 64;
            long control = message + 128;
            long controlBytes = 16 + 4L * fds.length;
            RawMemory.putLong(vector, message + 2048);
            RawMemory.putLong(vector + 8, 1);
            RawMemory.putLong(message + 16, vector);
            RawMemory.putLong(message + 24, 1);
            RawMemory.putLong(message + 32, control);
            RawMemory.putLong(message + 40, controlBytes);
            RawMemory.putLong(control, controlBytes);
            RawMemory.putInt(control + 8, Linux.SOL_SOCKET);
            RawMemory.putInt(control + 12, Linux.SCM_RIGHTS);
            for (int i = 0; i < fds.length; i++) {
                RawMemory.putInt(control + 16 + 4L * i, fds[i].value());
            }
            assertThat(LibC.sendmsg(socket.value(), message, 0)).isEqualTo(1);
        }
    }
}
