package io.ipdk.benchmarks.p4;

import io.ipdk.p4target.P4Pipeline;
import io.ipdk.p4target.TargetClock;
import io.ipdk.p4target.TargetListener;
import io.ipdk.p4target.control.P4Control;
import io.ipdk.p4target.dataplane.P4Dataplane;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.p4.v1.Action;
import org.p4.v1.ActionProfileAction;
import org.p4.v1.ActionProfileActionSet;
import org.p4.v1.FieldMatch;
import org.p4.v1.TableAction;
import org.p4.v1.TableEntry;
import org.p4.v1.Update;

/** The corpus's IPv4 router with room for as many entries as a measurement needs. Confined to one thread. */
final class Router {
    /** 64 bytes from port 1 to 10.0.0.1, which the first route forwards. */
    static final byte[] FRAME = frame();

    private static final int ROUTER_MAC = 35243702;
    private static final int TO_VRF = 25963647;
    private static final int SET_NEXTHOP = 26782729;

    final P4Dataplane dataplane;
    final P4Control control;
    private final int routeV4;

    Router() throws IOException {
        P4Pipeline pipeline = Programs.load("l3_router");
        dataplane = new P4Dataplane(pipeline, TargetClock.system(), TargetListener.none());
        control = new P4Control(dataplane);
        routeV4 = Programs.table(pipeline, "RtIngress.route_v4");
    }

    private static byte[] frame() {
        byte[] frame = HexFormat.of()
                .parseHex("02aa000000010200000000110800" + "45000032000000004011aeb9c00002010a000001"
                        + "03e807d0001e0000" + "00".repeat(22));
        int sum = 0;
        frame[24] = 0;
        frame[25] = 0;
        for (int i = 14; i < 34; i += 2) {
            sum += (frame[i] & 0xFF) << 8 | (frame[i + 1] & 0xFF);
        }
        sum = (sum & 0xFFFF) + (sum >>> 16);
        sum = ~((sum & 0xFFFF) + (sum >>> 16));
        frame[24] = (byte) (sum >>> 8);
        frame[25] = (byte) sum;
        return frame;
    }

    /** The route and the address that {@link #FRAME} needs. */
    void few() {
        Programs.write(control, List.of(mac(0x02aa00000001L, 0, 0, 1), route(0x0a000000, 8)));
    }

    /** As many routes and ternary entries that the frame does not hit. */
    void many(int routes, int ternary) {
        Random random = new Random(1);
        List<Update> updates = new ArrayList<>();
        while (updates.size() < routes) {
            int length = 16 + random.nextInt(17);
            int prefix = random.nextInt() & -1 << (32 - length);
            if (prefix >>> 24 != 0x0a) {
                updates.add(route(prefix, length));
            }
        }
        control.write(updates, P4Control.Atomicity.CONTINUE_ON_ERROR);
        updates.clear();
        for (int i = 0; i < ternary; i++) {
            int mask = i % 7 == 0 ? 0x1FF : 0x180;
            updates.add(mac(0x030000000000L + i, 0x100 & mask, mask, 1000 + i));
        }
        Programs.write(control, updates);
    }

    /** An entry of router_mac. */
    static Update mac(long mac, int port, int portMask, int priority) {
        TableEntry.Builder entry =
                TableEntry.newBuilder().setTableId(ROUTER_MAC).setPriority(priority);
        entry.addMatchBuilder().setFieldId(2).getExactBuilder().setValue(Programs.bits(mac, 6));
        if (portMask != 0) {
            entry.addMatchBuilder()
                    .setFieldId(1)
                    .getTernaryBuilder()
                    .setValue(Programs.bits(port, 2))
                    .setMask(Programs.bits(portMask, 2));
        }
        Action.Builder action = Action.newBuilder().setActionId(TO_VRF);
        action.addParamsBuilder().setParamId(1).setValue(Programs.bits(1, 1));
        return Programs.insert(entry.setAction(TableAction.newBuilder().setAction(action)));
    }

    /** An entry of route_v4. */
    Update route(int prefix, int length) {
        Action.Builder action = Action.newBuilder().setActionId(SET_NEXTHOP);
        action.addParamsBuilder().setParamId(1).setValue(Programs.bits(2, 1));
        action.addParamsBuilder().setParamId(2).setValue(Programs.bits(0x02aa00000101L, 6));
        action.addParamsBuilder().setParamId(3).setValue(Programs.bits(0x02bb00000001L, 6));
        FieldMatch.Builder vrf = FieldMatch.newBuilder().setFieldId(1);
        vrf.getExactBuilder().setValue(Programs.bits(1, 1));
        FieldMatch.Builder destination = FieldMatch.newBuilder().setFieldId(2);
        destination.getLpmBuilder().setValue(Programs.bits(prefix, 4)).setPrefixLen(length);
        return Programs.insert(TableEntry.newBuilder()
                .setTableId(routeV4)
                .addMatch(vrf)
                .addMatch(destination)
                .setAction(TableAction.newBuilder()
                        .setActionProfileActionSet(ActionProfileActionSet.newBuilder()
                                .addActionProfileActions(ActionProfileAction.newBuilder()
                                        .setWeight(1)
                                        .setAction(action)))));
    }
}
