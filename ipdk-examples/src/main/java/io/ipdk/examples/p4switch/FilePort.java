package io.ipdk.examples.p4switch;

import io.ipdk.p4target.pcap.PcapWriter;

/** A port whose frames go into a capture file. Thread-safe. */
final class FilePort implements SwitchPort {
    private final PcapWriter out;

    FilePort(PcapWriter out) {
        this.out = out;
    }

    @Override
    public void send(byte[] bytes, int offset, int length) {
        out.write(EpochClock.nanos(), bytes, offset, length);
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
