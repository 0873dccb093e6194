package io.ipdk.examples.p4switch;

/** A port whose frames go into a capture file. Thread-safe. */
final class FilePort implements SwitchPort {
    private final CaptureFile out;

    FilePort(CaptureFile out) {
        this.out = out;
    }

    @Override
    public void send(byte[] bytes, int offset, int length) {
        out.write(bytes, offset, length);
    }

    @Override
    public void flush() {
        out.flush();
    }

    @Override
    public void close() {
        out.close();
    }
}
