package io.ipdk.softipu.net;

import io.ipdk.p4target.PacketSink;
import io.ipdk.p4target.PacketSource;
import io.ipdk.p4target.device.PacketWorker;
import io.ipdk.port.DropCause;
import io.ipdk.virtio.net.FrameBurst;
import io.ipdk.virtio.net.NetFrame;
import io.ipdk.virtio.net.WirePackets;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes frames through the program: each becomes what it would be on a wire, goes in at its port's number, and what the
 * program sends goes to the ports of those numbers, the port it came from included.
 *
 * <p>A payload is copied once from guest memory into the buffer that the program works on, and once from there into the
 * memory of each guest it goes to; headers twice more, because what is checked must not change. Checksums that the sender
 * has left open are filled in on the way in, and large TCP frames cut, because a program may look at any byte and change
 * any byte: no promise about a checksum's place would survive it.
 *
 * <p>Confined to the thread of the switch.
 */
final class PipelineForwarding implements Forwarding, PacketSink {
    private static final Logger LOG = LoggerFactory.getLogger(PipelineForwarding.class);

    private final SwitchPipeline pipeline;
    private final PipelineCounters counters;
    private final WirePackets packets = new WirePackets();
    private final PacketSource source = packets::copyTo;
    private final FrameBurst outgoing = new FrameBurst(1);
    private @Nullable SwitchPort[] byNumber = {};

    private @Nullable PacketWorker worker;
    private boolean underWay;
    private boolean failed;

    // Where the packet under way is delivered.
    private @Nullable Deliveries deliveries;

    PipelineForwarding(SwitchPipeline pipeline) {
        this.pipeline = pipeline;
        this.counters = pipeline.counters();
    }

    @Override
    public void adopt(SwitchPort[] before, SwitchPort[] after) {
        SwitchPort[] next = new SwitchPort[SwitchPipeline.PORT_NUMBERS];
        for (SwitchPort port : after) {
            if (port.number > 0 && port.number < next.length) {
                next[port.number] = port;
            }
        }
        byNumber = next;
    }

    @Override
    public int turn(Deliveries out) {
        return pipeline.fromControllers().drainTo(this, out);
    }

    @Override
    public boolean frame(NetFrame frame, SwitchPort from, Deliveries out) {
        if (from.number <= 0) {
            return false;
        }
        if (out.cost() == 0) {
            // The first frame of a burst: nothing was charged yet.
            pipeline.clock().begin();
        }
        deliveries = out;
        packets.begin(frame);
        int length;
        while ((length = packets.next()) >= 0) {
            out.charge(length);
            counters.fromPort(length);
            process(from.number, length);
        }
        return true;
    }

    private void process(int port, int length) {
        PacketWorker through = worker;
        if (through == null || underWay) {
            // The one before was left in the middle of a packet, by a fault that may come from anywhere.
            through = pipeline.device().newWorker(this);
            worker = through;
        }
        underWay = true;
        try {
            through.process(port, source, length);
            underWay = false;
        } catch (RuntimeException e) {
            counters.targetFault();
            if (!failed) {
                failed = true;
                LOG.error("the pipeline has failed on a packet from port {}, which is lost; others go on", port, e);
            }
        }
    }

    /** Brings a packet of a controller, which has been through the program, to its port. */
    void deliver(int port, byte[] bytes, Deliveries out) {
        deliveries = out;
        send(port, bytes, 0, bytes.length);
    }

    @Override
    public void send(int port, byte[] bytes, int offset, int length) {
        SwitchPort to = port >= 0 && port < byNumber.length ? byNumber[port] : null;
        Deliveries out = deliveries;
        if (to == null || out == null) {
            counters.unknownPort();
            return;
        }
        @Nullable DropCause cause = outgoing.wrap(0, bytes, offset, length);
        if (cause != null) {
            counters.badLength();
            return;
        }
        counters.toPort(length);
        out.deliver(outgoing.frame(0), to);
    }
}
