package io.ipdk.p4target.dataplane;

import static io.ipdk.p4target.runtime.Intrinsic.CHECKSUM_ERROR;
import static io.ipdk.p4target.runtime.Intrinsic.EGRESS_PORT;
import static io.ipdk.p4target.runtime.Intrinsic.EGRESS_RID;
import static io.ipdk.p4target.runtime.Intrinsic.EGRESS_SPEC;
import static io.ipdk.p4target.runtime.Intrinsic.EGRESS_TIMESTAMP;
import static io.ipdk.p4target.runtime.Intrinsic.ENQ_TIMESTAMP;
import static io.ipdk.p4target.runtime.Intrinsic.INGRESS_PORT;
import static io.ipdk.p4target.runtime.Intrinsic.INGRESS_TIMESTAMP;
import static io.ipdk.p4target.runtime.Intrinsic.INSTANCE_TYPE;
import static io.ipdk.p4target.runtime.Intrinsic.MCAST_GRP;
import static io.ipdk.p4target.runtime.Intrinsic.PACKET_LENGTH;
import static io.ipdk.p4target.runtime.Intrinsic.PARSER_ERROR;

import io.ipdk.p4target.PacketSink;
import io.ipdk.p4target.program.Control;
import io.ipdk.p4target.runtime.PacketContext;
import io.ipdk.p4target.runtime.ReplicaList;
import java.util.List;

/**
 * v1model. At the end of ingress: clone, then digest, then resubmit, else multicast, else drop or unicast; at the end of
 * egress: clone, then drop, recirculate or send. Confined to one thread (the packet thread that made it).
 */
final class V1ModelEngine extends Engine {
    private static final int NORMAL = 0;
    private static final int INGRESS_CLONE = 1;
    private static final int EGRESS_CLONE = 2;
    private static final int RECIRCULATED = 4;
    private static final int REPLICATED = 5;
    private static final int RESUBMITTED = 6;

    private final int ingress;
    private final int egress;
    private final long dropPort;

    V1ModelEngine(P4Dataplane dataplane, PacketSink sink, int worker) {
        super(dataplane, sink, worker);
        List<Control> controls = dataplane.pipeline().program().controls();
        ingress = place(controls, "ingress");
        egress = place(controls, "egress");
        dropPort = dataplane.pipeline().options().dropPort();
    }

    static int place(List<Control> controls, String name) {
        for (int i = 0; i < controls.size(); i++) {
            if (controls.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    void begin(PacketContext packet, int port) {
        packet.set(INSTANCE_TYPE, NORMAL);
        ingress(packet, port);
    }

    @Override
    void resume(PacketContext packet) {
        if (packet.again) {
            ingress(packet, packet.port);
        } else {
            egress(packet, packet.port, packet.instance);
        }
    }

    private void ingress(PacketContext packet, int port) {
        packet.set(INGRESS_PORT, port);
        packet.set(PACKET_LENGTH, packet.packetLength);
        packet.set(INGRESS_TIMESTAMP, dataplane.micros(packet.now));
        packet.parse(0);
        packet.set(PARSER_ERROR, packet.parserError);
        packet.set(CHECKSUM_ERROR, packet.verifyChecksums() ? 0 : 1);
        packet.control(ingress);
        packet.exited = false;
        if (packet.assertionFailed) {
            drop(packet, "an assertion failed");
            release(packet);
            return;
        }
        if (packet.cloneSession >= 0) {
            cloneFromIngress(packet, port);
        }
        if (packet.digestList > 0) {
            sendDigest(packet);
        }
        if (packet.resubmitList != 0) {
            resubmit(packet, port);
            release(packet);
            return;
        }
        long group = packet.get(MCAST_GRP);
        if (group != 0) {
            multicast(packet, group);
            release(packet);
            return;
        }
        long spec = packet.get(EGRESS_SPEC);
        if (spec == dropPort) {
            drop(packet, "by ingress");
            release(packet);
            return;
        }
        packet.set(INSTANCE_TYPE, NORMAL);
        int recirculateList = packet.recirculateList;
        packet.forgetRequests();
        packet.recirculateList = recirculateList;
        egress(packet, (int) spec, 0);
    }

    private void resubmit(PacketContext packet, int port) {
        PacketContext copy = original(packet);
        copy.copyFields(packet.resubmitList, packet);
        copy.set(INSTANCE_TYPE, RESUBMITTED);
        note(packet, "resubmitted");
        enqueue(copy, true, port, 0);
    }

    private PacketContext original(PacketContext packet) {
        PacketContext copy = acquire();
        copy.receive(packet.buffer, packet.start, packet.end - packet.start);
        return copy;
    }

    private void cloneFromIngress(PacketContext packet, int port) {
        ReplicaList session = packet.state().clones().get(packet.cloneSession);
        if (session == null) {
            note(packet, "no clone: the session is unknown");
            return;
        }
        PacketContext copy = original(packet);
        copy.set(INGRESS_PORT, port);
        copy.parse(0);
        copy.resetMetadata();
        copy.copyFields(packet.cloneList, packet);
        copy.set(INSTANCE_TYPE, INGRESS_CLONE);
        copy.set(INGRESS_PORT, port);
        copy.set(PARSER_ERROR, copy.parserError);
        copy.forgetRequests();
        note(packet, "cloned");
        replicate(copy, session);
        release(copy);
    }

    private void multicast(PacketContext packet, long group) {
        ReplicaList list = packet.state().multicast().get(group);
        if (list == null) {
            drop(packet, "the multicast group is unknown");
            return;
        }
        packet.set(INSTANCE_TYPE, REPLICATED);
        replicate(packet, list);
    }

    private void replicate(PacketContext packet, ReplicaList list) {
        List<ReplicaList.Replica> replicas = list.replicas();
        for (int i = 0; i < replicas.size(); i++) {
            ReplicaList.Replica replica = live(replicas.get(i));
            PacketContext copy = acquire();
            copy.copyFrom(packet);
            if (list.truncateTo() > 0) {
                copy.truncateTo = Math.min(copy.truncateTo, list.truncateTo());
            }
            enqueue(copy, false, replica.port(), replica.instance());
        }
    }

    private void egress(PacketContext packet, int port, int instance) {
        packet.set(EGRESS_PORT, port);
        packet.set(EGRESS_SPEC, dropPort + 1);
        packet.set(EGRESS_RID, instance);
        packet.set(PACKET_LENGTH, packet.packetLength);
        packet.countedLength = packet.packetLength;
        packet.set(ENQ_TIMESTAMP, dataplane.micros(packet.now));
        packet.set(EGRESS_TIMESTAMP, dataplane.micros(packet.now));
        if (egress >= 0) {
            packet.control(egress);
        }
        packet.exited = false;
        if (packet.cloneSession >= 0) {
            cloneFromEgress(packet);
        }
        if (packet.get(EGRESS_SPEC) == dropPort || packet.assertionFailed) {
            drop(packet, packet.assertionFailed ? "an assertion failed" : "by egress");
            release(packet);
            return;
        }
        packet.updateChecksums();
        packet.deparse(0);
        if (packet.recirculateList != 0) {
            recirculate(packet);
        } else {
            send(packet, port);
        }
        release(packet);
    }

    private void cloneFromEgress(PacketContext packet) {
        ReplicaList session = packet.state().clones().get(packet.cloneSession);
        if (session == null) {
            note(packet, "no clone: the session is unknown");
            return;
        }
        long ingressPort = packet.get(INGRESS_PORT);
        PacketContext copy = acquire();
        copy.copyFrom(packet);
        copy.resetMetadata();
        copy.copyFields(packet.cloneList, packet);
        copy.set(INSTANCE_TYPE, EGRESS_CLONE);
        copy.set(INGRESS_PORT, ingressPort);
        note(packet, "cloned");
        replicate(copy, session);
        release(copy);
    }

    private void recirculate(PacketContext packet) {
        PacketContext copy = acquire();
        copy.receive(packet.buffer, packet.start, Math.min(packet.end - packet.start, packet.truncateTo));
        copy.copyFields(packet.recirculateList, packet);
        copy.set(INSTANCE_TYPE, RECIRCULATED);
        note(packet, "recirculated");
        enqueue(copy, true, (int) packet.get(INGRESS_PORT), 0);
    }

    private static void note(PacketContext packet, String text) {
        if (packet.trace != null) {
            packet.trace.note(text);
        }
    }
}
