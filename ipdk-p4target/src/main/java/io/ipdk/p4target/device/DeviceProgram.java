package io.ipdk.p4target.device;

import io.ipdk.p4target.P4Pipeline;
import io.ipdk.p4target.TargetClock;
import io.ipdk.p4target.TargetListener;
import io.ipdk.p4target.control.NotificationCodec;
import io.ipdk.p4target.control.P4Control;
import io.ipdk.p4target.control.PacketCodec;
import io.ipdk.p4target.dataplane.DigestBatch;
import io.ipdk.p4target.dataplane.IdleEntry;
import io.ipdk.p4target.dataplane.P4Dataplane;
import java.util.List;
import org.p4.config.v1.P4Info;
import org.p4.v1.DigestListAck;
import org.p4.v1.PacketOut;

/**
 * A program with its forwarding state: written and read from the start, met by packets once its device has activated it.
 *
 * <p>Thread-safe.
 */
public final class DeviceProgram {
    private final P4Dataplane dataplane;
    private final P4Control control;
    private final PacketCodec packets;
    private final NotificationCodec notifications;
    private final ControllerListener listener;

    DeviceProgram(P4Pipeline pipeline, TargetClock clock, ControllerListener listener) {
        this.listener = listener;
        dataplane = new P4Dataplane(pipeline, clock, new TargetListener() {
            @Override
            public void digest(DigestBatch batch) {
                listener.digest(notifications().digest(batch));
            }

            @Override
            public void idleTimeout(List<IdleEntry> entries) {
                listener.idle(notifications().idle(entries, clock.nanoTime()));
            }
        });
        control = new P4Control(dataplane);
        packets = control.packets();
        notifications = control.notifications();
    }

    public P4Control control() {
        return control;
    }

    public P4Info p4info() {
        return dataplane.pipeline().p4info();
    }

    /** Takes an acknowledgement; refused if P4Info has no such digest. */
    public void acknowledge(DigestListAck ack) {
        dataplane.digests().acknowledge(notifications.listOf(ack), ack.getListId());
    }

    /** The bytes of a controller's packet; refused if its metadata are not P4Info's. */
    byte[] encode(PacketOut packet) {
        return packets.packetOut(packet);
    }

    void toController(byte[] bytes, int offset, int length) {
        listener.packetIn(packets.packetIn(bytes, offset, length));
    }

    DeviceStatus status(long version, long cookie) {
        String given = p4info().getPkgInfo().getName();
        String source = dataplane.pipeline().program().name();
        return new DeviceStatus(
                version,
                given.isEmpty() ? source.substring(source.lastIndexOf('/') + 1).replaceFirst("\\.p4i?$", "") : given,
                p4info().getPkgInfo().getArch(),
                cookie);
    }

    P4Dataplane dataplane() {
        return dataplane;
    }

    private NotificationCodec notifications() {
        return notifications;
    }
}
