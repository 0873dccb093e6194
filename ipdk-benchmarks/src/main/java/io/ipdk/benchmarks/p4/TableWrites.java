package io.ipdk.benchmarks.p4;

import io.ipdk.benchmarks.BenchResult;
import io.ipdk.benchmarks.SideBySide;
import io.ipdk.p4target.TargetClock;
import io.ipdk.p4target.TargetListener;
import io.ipdk.p4target.control.P4Control;
import io.ipdk.p4target.dataplane.P4Dataplane;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.p4.v1.Action;
import org.p4.v1.TableAction;
import org.p4.v1.TableEntry;
import org.p4.v1.Update;

/**
 * Entries written in batches of 1,000 in process, the first 100,000 and the last of a million, and the heap they take.
 * Confined to one thread.
 */
public final class TableWrites implements SideBySide {
    static final int BATCH = 1_000;
    private static final int PART = 100_000;
    private static final int ALL = 1_000_000;
    private static final int WARM_UP = 4;
    /** What bmv2 is known to reach. */
    static final double BMV2 = 13_000;

    private static final double HEAP_MEGABYTES = 400;

    @Override
    public String name() {
        return "p4.writes";
    }

    @Override
    public List<BenchResult> run() throws IOException {
        for (int i = 0; i < WARM_UP; i++) {
            part(target(), 0);
        }
        P4Control control = target();
        double before = heap();
        double first = part(control, 0);
        double last = first;
        for (int from = PART; from < ALL; from += PART) {
            last = part(control, from);
        }
        double held = heap() - before;
        if (control.dataplane().state() == null) {
            throw new IllegalStateException("the entries must be held while the heap is measured");
        }
        return List.of(
                BenchResult.beside(
                        "p4.writesFirst", first, "entries/s", "bmv2 on record", OptionalDouble.of(BMV2), 7.7, 15.4),
                BenchResult.beside("p4.writesLast", last, "entries/s", "first", OptionalDouble.of(first), 0.4, 0.7),
                BenchResult.within("p4.heapMillion", held, "MB", HEAP_MEGABYTES));
    }

    /** Entries a second, of the writes alone. */
    private static double part(P4Control control, int from) {
        long nanos = 0;
        for (int batch = 0; batch < PART; batch += BATCH) {
            int table = Programs.table(control.dataplane().pipeline(), "L2Ingress.dmac");
            int forward = Programs.action(control.dataplane().pipeline(), "L2Ingress.forward");
            List<Update> updates = batch(table, forward, from + batch);
            long begin = System.nanoTime();
            Programs.write(control, updates);
            nanos += System.nanoTime() - begin;
        }
        return PART * 1e9 / nanos;
    }

    /** A thousand entries that no other number has. */
    static List<Update> batch(int table, int action, int from) {
        List<Update> updates = new ArrayList<>(BATCH);
        for (int i = 0; i < BATCH; i++) {
            long mac = ((from + i) * 0x9E3779B97F4A7C15L) >>> 17;
            updates.add(entry(table, action, mac & 0xFFFFFFFFFFFFL));
        }
        return updates;
    }

    private static P4Control target() throws IOException {
        return new P4Control(new P4Dataplane(Programs.load("l2_switch"), TargetClock.system(), TargetListener.none()));
    }

    /** An entry of the table of addresses. */
    static Update entry(int table, int action, long mac) {
        TableEntry.Builder entry = TableEntry.newBuilder().setTableId(table);
        entry.addMatchBuilder().setFieldId(1).getExactBuilder().setValue(Programs.bits(1, 2));
        entry.addMatchBuilder().setFieldId(2).getExactBuilder().setValue(Programs.bits(mac, 6));
        Action.Builder forward = Action.newBuilder().setActionId(action);
        forward.addParamsBuilder().setParamId(1).setValue(Programs.bits(1, 2));
        return Programs.insert(entry.setAction(TableAction.newBuilder().setAction(forward)));
    }

    private static double heap() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return (runtime.totalMemory() - runtime.freeMemory()) / 1e6;
    }
}
