package io.ipdk.p4target.dataplane;

import static io.ipdk.p4target.runtime.Intrinsic.PSA_IN_CLONE;
import static io.ipdk.p4target.runtime.Intrinsic.PSA_IN_CLONE_SESSION;
import static io.ipdk.p4target.runtime.Intrinsic.PSA_IN_COS;
import static io.ipdk.p4target.runtime.Intrinsic.PSA_IN_DROP;
import static io.ipdk.p4target.runtime.Intrinsic.PSA_IN_EGRESS_PORT;
import static io.ipdk.p4target.runtime.Intrinsic.PSA_IN_MULTICAST;
import static io.ipdk.p4target.runtime.Intrinsic.PSA_IN_PARSER_ERROR;
import static io.ipdk.p4target.runtime.Intrinsic.PSA_IN_PARSER_PATH;
import static io.ipdk.p4target.runtime.Intrinsic.PSA_IN_PARSER_PORT;
import static io.ipdk.p4target.runtime.Intrinsic.PSA_IN_PATH;
import static io.ipdk.p4target.runtime.Intrinsic.PSA_IN_PORT;
import static io.ipdk.p4target.runtime.Intrinsic.PSA_IN_RESUBMIT;
import static io.ipdk.p4target.runtime.Intrinsic.PSA_IN_TIMESTAMP;
import static io.ipdk.p4target.runtime.Intrinsic.PSA_OUT_CLONE;
import static io.ipdk.p4target.runtime.Intrinsic.PSA_OUT_CLONE_SESSION;
import static io.ipdk.p4target.runtime.Intrinsic.PSA_OUT_COS;
import static io.ipdk.p4target.runtime.Intrinsic.PSA_OUT_DEPARSER_PORT;
import static io.ipdk.p4target.runtime.Intrinsic.PSA_OUT_DROP;
import static io.ipdk.p4target.runtime.Intrinsic.PSA_OUT_INSTANCE;
import static io.ipdk.p4target.runtime.Intrinsic.PSA_OUT_PARSER_ERROR;
import static io.ipdk.p4target.runtime.Intrinsic.PSA_OUT_PARSER_PATH;
import static io.ipdk.p4target.runtime.Intrinsic.PSA_OUT_PARSER_PORT;
import static io.ipdk.p4target.runtime.Intrinsic.PSA_OUT_PATH;
import static io.ipdk.p4target.runtime.Intrinsic.PSA_OUT_PORT;
import static io.ipdk.p4target.runtime.Intrinsic.PSA_OUT_TIMESTAMP;

import io.ipdk.p4target.PacketSink;
import io.ipdk.p4target.program.Program;
import io.ipdk.p4target.runtime.PacketContext;
import io.ipdk.p4target.runtime.ReplicaList;
import java.util.List;
import java.util.Map;

/**
 * The Portable Switch Architecture: ingress deparses, egress parses again. Ingress drops unless told otherwise. Confined to
 * one thread (the packet thread that made it).
 */
final class PsaEngine extends Engine {
    private static final int PORT_CPU = 0xFFFFFFFD;
    private static final int PORT_RECIRCULATE = 0xFFFFFFFA;

    private final int ingress;
    private final int egress;
    private final int ingressParser;
    private final int egressParser;
    private final int ingressDeparser;
    private final int egressDeparser;
    private final int cpuPort;
    private final Map<String, Integer> paths;

    PsaEngine(P4Dataplane dataplane, PacketSink sink, int worker) {
        super(dataplane, sink, worker);
        Program program = dataplane.pipeline().program();
        ingress = V1ModelEngine.place(program.controls(), "ingress");
        egress = V1ModelEngine.place(program.controls(), "egress");
        ingressParser = program.parsers().get(0).name().startsWith("egress") ? 1 : 0;
        egressParser = 1 - ingressParser;
        ingressDeparser = program.deparsers().get(0).name().startsWith("egress") ? 1 : 0;
        egressDeparser = 1 - ingressDeparser;
        cpuPort = dataplane.pipeline().options().cpuPort();
        paths = program.enums().getOrDefault("PSA_PacketPath_t", Map.of());
    }

    private int path(String name, int otherwise) {
        return paths.getOrDefault(name, otherwise);
    }

    @Override
    void begin(PacketContext packet, int port) {
        ingress(packet, port, path("NORMAL", 0));
    }

    @Override
    void resume(PacketContext packet) {
        if (packet.again) {
            ingress(packet, packet.port, (int) packet.get(PSA_IN_PARSER_PATH));
        } else {
            egress(packet, packet.port);
        }
    }

    private void ingress(PacketContext packet, int port, int path) {
        packet.set(PSA_IN_PARSER_PORT, port);
        packet.set(PSA_IN_PARSER_PATH, path);
        packet.set(PSA_IN_TIMESTAMP, dataplane.micros(packet.now));
        packet.parse(ingressParser);
        packet.set(PSA_IN_PORT, port);
        packet.set(PSA_IN_PATH, path);
        packet.set(PSA_IN_PARSER_ERROR, packet.parserError);
        packet.set(PSA_IN_DROP, 1);
        packet.control(ingress);
        packet.exited = false;
        if (packet.digestList > 0) {
            sendDigest(packet);
        }
        if (packet.get(PSA_IN_CLONE) != 0) {
            ReplicaList session = packet.state().clones().get(packet.get(PSA_IN_CLONE_SESSION));
            if (session != null) {
                replicate(packet, packet.receivedLength, session, path("CLONE_I2E", 3), session.classOfService());
            }
        }
        if (packet.get(PSA_IN_DROP) != 0 || packet.assertionFailed) {
            drop(packet, "by ingress");
            release(packet);
            return;
        }
        if (packet.get(PSA_IN_RESUBMIT) != 0) {
            PacketContext copy = acquire();
            copy.receive(packet.buffer, packet.start, packet.end - packet.start);
            copy.set(PSA_IN_PARSER_PATH, path("RESUBMIT", 5));
            enqueue(copy, true, port, 0);
            release(packet);
            return;
        }
        int counted = packet.countedLength;
        long cos = packet.get(PSA_IN_COS);
        packet.deparse(ingressDeparser);
        long group = packet.get(PSA_IN_MULTICAST);
        if (group != 0) {
            ReplicaList list = packet.state().multicast().get(group);
            if (list == null) {
                drop(packet, "the multicast group is unknown");
            } else {
                replicate(packet, counted, list, path("NORMAL_MULTICAST", 2), cos);
            }
            release(packet);
            return;
        }
        int out = (int) packet.get(PSA_IN_EGRESS_PORT);
        packet.rewind();
        packet.countedLength = counted;
        packet.clear();
        packet.forgetRequests();
        packet.set(PSA_OUT_COS, cos);
        packet.set(PSA_OUT_PARSER_PATH, path("NORMAL_UNICAST", 1));
        egress(packet, out);
    }

    /** Copies the bytes from the packet's start on for every replica. */
    private void replicate(PacketContext packet, int counted, ReplicaList list, int path, long cos) {
        List<ReplicaList.Replica> replicas = list.replicas();
        for (int i = 0; i < replicas.size(); i++) {
            ReplicaList.Replica replica = live(replicas.get(i));
            PacketContext copy = acquire();
            copy.receive(packet.buffer, packet.start, packet.end - packet.start);
            copy.countedLength = counted;
            if (list.truncateTo() > 0) {
                copy.truncateTo = list.truncateTo();
            }
            copy.set(PSA_OUT_COS, cos);
            copy.set(PSA_OUT_INSTANCE, replica.instance());
            copy.set(PSA_OUT_PARSER_PATH, path);
            enqueue(copy, false, replica.port(), replica.instance());
        }
    }

    private void egress(PacketContext packet, int port) {
        packet.set(PSA_OUT_PARSER_PORT, port);
        packet.set(PSA_OUT_TIMESTAMP, dataplane.micros(packet.now));
        packet.parse(egressParser);
        packet.set(PSA_OUT_PORT, port);
        packet.set(PSA_OUT_PATH, packet.get(PSA_OUT_PARSER_PATH));
        packet.set(PSA_OUT_PARSER_ERROR, packet.parserError);
        packet.control(egress);
        packet.exited = false;
        packet.set(PSA_OUT_DEPARSER_PORT, port);
        boolean cloned = packet.get(PSA_OUT_CLONE) != 0;
        long session = packet.get(PSA_OUT_CLONE_SESSION);
        boolean dropped = packet.get(PSA_OUT_DROP) != 0 || packet.assertionFailed;
        int counted = packet.countedLength;
        packet.deparse(egressDeparser);
        if (cloned) {
            ReplicaList list = packet.state().clones().get(session);
            if (list != null) {
                replicate(packet, counted, list, path("CLONE_E2E", 4), list.classOfService());
            }
        }
        if (dropped) {
            drop(packet, "by egress");
        } else if (port == PORT_RECIRCULATE) {
            PacketContext copy = acquire();
            copy.receive(packet.buffer, packet.start, Math.min(packet.end - packet.start, packet.truncateTo));
            copy.set(PSA_IN_PARSER_PATH, path("RECIRCULATE", 6));
            enqueue(copy, true, PORT_RECIRCULATE, 0);
        } else {
            send(packet, port == PORT_CPU ? cpuPort : port);
        }
        release(packet);
    }
}
