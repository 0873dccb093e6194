package io.ipdk.examples.quickstart;

import io.ipdk.Ipu;
import io.ipdk.port.InversePort;
import io.ipdk.port.PacketBurst;
import io.ipdk.port.PortAttachment;

/** A datapath of one's own: polls two ports and hands each the other's frames. */
public final class QuickBridge {
    private static final int BURST = 32;

    private QuickBridge() {}

    public static void main(String... uri) {
        try (Ipu ipu = Ipu.open(uri.length > 0 ? uri[0] : "soft:")) {
            InversePort left = plug(ipu, "left");
            InversePort right = plug(ipu, "right");
            PacketBurst burst = left.newBurst(BURST);
            while (!Thread.currentThread().isInterrupted()) {
                if (left.receive(burst) > 0) {
                    right.send(burst);
                }
                if (right.receive(burst) > 0) {
                    left.send(burst);
                }
                Thread.onSpinWait();
            }
        }
    }

    private static InversePort plug(Ipu ipu, String name) {
        return ipu.ports()
                .plug(name, port -> port.attachment(PortAttachment.APPLICATION))
                .inverse();
    }
}
