package io.ipdk.testkit.dpdk.eal;

import io.ipdk.error.IpdkException;
import io.ipdk.nativeaccess.dpdk.Dpdk;
import io.ipdk.nativeaccess.dpdk.Eal;
import io.ipdk.nativeaccess.dpdk.EalOptions;
import io.ipdk.nativeaccess.dpdk.mbuf.MbufBurst;
import io.ipdk.nativeaccess.dpdk.mbuf.MbufPool;
import io.ipdk.nativeaccess.dpdk.port.EthPort;
import io.ipdk.nativeaccess.dpdk.port.EthPortSpec;
import io.ipdk.nativeaccess.dpdk.port.TxQueue;
import io.ipdk.nativeaccess.dpdk.tag.MbufFieldTags;
import io.ipdk.unit.DataSize;

/** What {@link EalLifecycleIT} runs in processes of their own. Each prints what it saw, and last that it is alive. */
final class EalPrograms {
    static final String TWICE = "twice";
    static final String TRACKED = "tracked";
    static final String BAD_DEVICE = "bad-device";
    static final String LITTLE_MEMORY = "little-memory";
    static final String LOAD = "load";
    static final String HUGE = "huge";
    static final String FIELDS = "fields";

    private EalPrograms() {}

    public static void main(String[] arguments) throws Exception {
        try {
            switch (arguments[0]) {
                case TWICE -> twice();
                case TRACKED -> tracked();
                case BAD_DEVICE -> start(options().vdev("net_nonsense0")).close();
                case LITTLE_MEMORY -> littleMemory();
                case LOAD -> print(Dpdk.load().toString());
                case HUGE -> huge();
                case FIELDS -> fields();
                default -> throw new IllegalArgumentException(arguments[0]);
            }
        } catch (IpdkException e) {
            print(e.getClass().getSimpleName() + ": " + e.getMessage());
        }
        print("alive");
    }

    private static EalOptions.Builder options() {
        return EalOptions.builder()
                .noHuge(DataSize.mib(64))
                .filePrefix("ipdk-child-" + ProcessHandle.current().pid());
    }

    private static Eal start(EalOptions.Builder options) {
        return Dpdk.load().start(options.build());
    }

    private static void twice() {
        Eal eal = start(options());
        eal.close();
        eal.close();
        attempt("closed", () -> eal.plug("net_null0", ""));
        attempt("again", () -> start(options()));
    }

    private static void littleMemory() {
        try (Eal eal = start(options().noHuge(DataSize.mib(16)))) {
            MbufPool.create(eal, "large", 16383).close();
        }
    }

    private static void tracked() throws Exception {
        print("through " + Dpdk.load().callsThrough());
        try (Eal eal = start(options().trackMbufs(true));
                MbufPool pool = MbufPool.create(eal, "tracked", 127);
                EthPort port = EthPort.plug(eal, "net_null0", "")) {
            port.configure(EthPortSpec.of(pool));
            port.start();
            OnLcore.run(eal, lcore -> {
                MbufBurst burst = new MbufBurst(lcore, 4);
                MbufBurst other = new MbufBurst(lcore, 4);
                pool.source(lcore).allocate(burst, 2, 64);
                burst.append(burst.mbuf(0));
                attempt("twice in one burst", burst::free);
                long mbuf = burst.mbuf(0);
                long last = burst.mbuf(1);
                burst.forget();
                burst.append(mbuf);
                burst.append(last);
                try (TxQueue queue = port.txQueue(0, lcore)) {
                    queue.send(burst);
                }
                other.append(mbuf);
                attempt("freed after it was sent", other::free);
            });
            print("available " + pool.availableCount() + ", held " + eal.trackedMbufs());
        }
    }

    private static void huge() throws Exception {
        try (Eal eal = Dpdk.load()
                        .start(EalOptions.builder().memory(DataSize.mib(32)).build());
                MbufPool pool = MbufPool.create(eal, "huge", 127)) {
            print("available " + pool.availableCount());
        }
    }

    private static void fields() {
        try (Eal eal = start(options())) {
            for (int i = 0; i < 16; i++) {
                MbufFieldTags.register(eal, "ipdk_field_" + i, "number " + i);
            }
        }
    }

    private static void attempt(String what, Runnable action) {
        try {
            action.run();
            print(what + ": nothing was thrown");
        } catch (IpdkException | IllegalStateException e) {
            print(what + ": " + e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }

    private static void print(String line) {
        System.out.println(line);
    }
}
