package io.ipdk.virtio.net;

/** What control threads tell the datapath. Thread-safe. */
final class NetState {
    volatile NetSettings settings;
    volatile NegotiatedNet negotiated = NegotiatedNet.NOTHING;

    NetState(NetSettings settings) {
        this.settings = settings;
    }
}
