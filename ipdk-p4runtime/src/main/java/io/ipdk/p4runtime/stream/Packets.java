package io.ipdk.p4runtime.stream;

import io.ipdk.p4runtime.codec.PacketCodec;
import io.ipdk.p4runtime.entity.PacketIn;
import io.ipdk.p4runtime.entity.PacketOut;
import io.ipdk.p4runtime.flow.Subscription;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Packets between the target's pipeline and this client. Targets send packets to the primary alone, unless the role's config
 * says otherwise. Thread-safe.
 */
public final class Packets {
    private final StreamHub hub;
    private final Supplier<PacketCodec> names;

    public Packets(StreamHub hub, Supplier<PacketCodec> names) {
        this.hub = hub;
        this.names = names;
    }

    /**
     * Gives a packet to the connection. Whether the target could send it is not answered; if it says that it could not,
     * {@link StreamFailure#packet()} has this packet.
     *
     * @return the packet's number, for a later {@link StreamFailure}
     */
    public long send(PacketOut packet) {
        return hub.send(packet, names.get().encode(packet));
    }

    /** As the other, ready for the wire. */
    public long send(org.p4.v1.PacketOut packet) {
        return hub.send(packet, packet);
    }

    /** Calls the handler for each packet, one after the other. */
    public Subscription onPacket(Consumer<? super PacketIn> handler) {
        return hub.packets().subscribe((Consumer<org.p4.v1.PacketIn>)
                packet -> handler.accept(names.get().decode(packet)));
    }

    /** The packets, as fast as each subscriber asks for them. */
    public Flow.Publisher<PacketIn> publisher() {
        return new MappedPublisher<>(hub.packets(), packet -> names.get().decode(packet));
    }

    /** The packets as they are on the wire. */
    public Flow.Publisher<org.p4.v1.PacketIn> raw() {
        return hub.packets();
    }

    /** Calls the handler for each packet as it is on the wire. */
    public Subscription onRawPacket(Consumer<? super org.p4.v1.PacketIn> handler) {
        return hub.packets().subscribe(handler);
    }

    /** Packets that some subscriber had no room for. */
    public long dropped() {
        return hub.packets().dropped();
    }
}
