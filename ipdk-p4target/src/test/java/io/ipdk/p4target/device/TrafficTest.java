package io.ipdk.p4target.device;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.TextFormat;
import io.ipdk.p4target.CorpusProgram;
import io.ipdk.p4target.PipelineOptions;
import io.ipdk.p4target.TargetClock;
import io.ipdk.p4target.control.P4Control;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.p4.v1.DigestList;
import org.p4.v1.IdleTimeoutNotification;
import org.p4.v1.PacketIn;
import org.p4.v1.Update;

/** What packet threads see while others write and load. */
class TrafficTest {
    /** UDP from 10.1.0.5 on port 1 to 10.2.0.9. */
    private static final byte[] ROUTED = HexFormat.of()
            .parseHex("02ee0000000102aa0000000108004500002300010000401166b90a010005"
                    + "0a02000903e807d0000f22d87061796c6f6164");

    /** What stack_ops sends back where it came from, and edge_gateway sends to the controller. */
    private static final byte[] ODD = HexFormat.of().parseHex("0000000000810064e101e1025400" + "00".repeat(46));

    private static final int ROUNDS = 200;
    private static final int THREADS = 2;

    private final AtomicLong toController = new AtomicLong();
    private final AtomicLong processed = new AtomicLong();
    private final AtomicBoolean done = new AtomicBoolean();
    private final P4Device device =
            new P4Device(PipelineOptions.defaults(), TargetClock.system(), (port, bytes, offset, length) -> {});
    private final ControllerListener listener = new ControllerListener() {
        @Override
        public void packetIn(PacketIn packet) {
            toController.incrementAndGet();
        }

        @Override
        public void digest(DigestList digests) {}

        @Override
        public void idle(IdleTimeoutNotification notice) {}
    };

    /** What a packet thread counted. */
    private record Seen(long packets, long out, long odd) {}

    @Test
    void packetsSeeABatchAsAWholeOrNotAtAll() throws Exception {
        DeviceProgram program = prepared("edge_gateway");
        P4Control control = program.control();
        write(control, neighbor("INSERT", 1), route("INSERT", 1));
        device.activate(program, 0);

        // Each batch takes the neighbour away that the route leads to, and leads it to another: who sees a part of one
        // finds
        // no neighbour and punts.
        List<Seen> seen = whilePacketsFlow(ROUTED, () -> {
            for (int round = 0; round < ROUNDS; round++) {
                int from = 1 + round % 2;
                int to = 3 - from;
                write(control, neighbor("DELETE", from), route("MODIFY", to), neighbor("INSERT", to));
                awaitPacket();
            }
        });

        assertThat(toController).as("packets that met a half-applied batch").hasValue(0);
        assertThat(seen).allMatch(thread -> thread.out == thread.packets && thread.odd == 0 && thread.packets > 0);
    }

    @Test
    void packetsMeetOneProgramOrTheOtherWhileTheyAreSwapped() throws Exception {
        DeviceProgram first = prepared("stack_ops");
        DeviceProgram second = prepared("edge_gateway");
        device.activate(first, 0);

        List<Seen> seen = whilePacketsFlow(ODD, () -> {
            for (int round = 0; round < ROUNDS; round++) {
                device.activate(round % 2 == 0 ? second : first, round);
                awaitPacket();
            }
        });

        long packets = seen.stream().mapToLong(Seen::packets).sum();
        long out = seen.stream().mapToLong(Seen::out).sum();
        assertThat(out).isPositive();
        assertThat(toController.get()).isPositive();
        assertThat(out + toController.get()).isEqualTo(packets);
        assertThat(seen).allMatch(thread -> thread.odd == 0);
    }

    /** Sends a packet again and again on some threads, from before the work begins until it has ended. */
    private List<Seen> whilePacketsFlow(byte[] frame, Work work) throws Exception {
        CountDownLatch flowing = new CountDownLatch(THREADS);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<Seen>> running = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                running.add(threads.submit(traffic(frame, flowing)));
            }
            flowing.await();
            work.run();
            done.set(true);
            List<Seen> seen = new ArrayList<>();
            for (Future<Seen> thread : running) {
                seen.add(thread.get());
            }
            return seen;
        } finally {
            done.set(true);
            threads.shutdown();
        }
    }

    /** Waits until packets have met what is there now. */
    private void awaitPacket() {
        long before = processed.get();
        while (processed.get() < before + THREADS && !done.get()) {
            Thread.onSpinWait();
        }
    }

    private Callable<Seen> traffic(byte[] frame, CountDownLatch flowing) {
        return () -> {
            long[] out = new long[2];
            PacketWorker worker = device.newWorker((port, bytes, offset, length) -> {
                out[0]++;
                if (length != frame.length) {
                    out[1]++;
                }
            });
            long packets = 0;
            try {
                while (!done.get()) {
                    worker.process(1, frame, 0, frame.length);
                    packets++;
                    processed.incrementAndGet();
                    flowing.countDown();
                }
            } finally {
                // A thread that failed is told of by its result, not waited for.
                done.set(true);
                flowing.countDown();
            }
            return new Seen(packets, out[0], out[1]);
        };
    }

    /** Something that may fail. */
    private interface Work {
        void run() throws Exception;
    }

    private DeviceProgram prepared(String name) {
        CorpusProgram program = new CorpusProgram(name);
        return device.prepare(program.p4info(), program.config(), listener);
    }

    private static void write(P4Control control, String... updates) {
        List<Update> batch = new ArrayList<>();
        for (String update : updates) {
            batch.add(parse(update));
        }
        assertThat(control.write(batch, P4Control.Atomicity.ALL_OR_NOTHING)).containsOnly(P4Control.Result.DONE);
    }

    private static String route(String type, int nextHop) {
        return "type: " + type + " entity { table_entry { table_id: 39475569 match { field_id: 1 lpm {"
                + " value: \"\\x0a\\x02\\x00\\x00\" prefix_len: 16 } } action { action { action_id: 25659601"
                + " params { param_id: 1 value: \"\\x0" + nextHop + "\" } } } } }";
    }

    private static String neighbor(String type, int nextHop) {
        return "type: " + type + " entity { table_entry { table_id: 44841331 match { field_id: 1 exact { value: \"\\x0"
                + nextHop + "\" } } action { action { action_id: 18111186 params { param_id: 1 value: \"\\x0" + nextHop
                + "\" } params { param_id: 2 value: \"\\x02\" } params { param_id: 3 value: \"\\x03\" } } } } }";
    }

    private static Update parse(String text) {
        try {
            Update.Builder update = Update.newBuilder();
            TextFormat.merge(text, update);
            return update.build();
        } catch (TextFormat.ParseException e) {
            throw new UncheckedIOException(e);
        }
    }
}
