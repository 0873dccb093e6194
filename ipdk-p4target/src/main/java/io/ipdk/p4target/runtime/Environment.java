package io.ipdk.p4target.runtime;

import io.ipdk.p4target.extern.ExternObject;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all packet threads of a pipeline share besides its forwarding state. Thread-safe. */
public final class Environment {
    private static final Logger LOG = LoggerFactory.getLogger(Environment.class);
    private static final int REMEMBERED = 65_536;
    private static final VarHandle LOCK;

    static {
        try {
            LOCK = MethodHandles.lookup().findVarHandle(Environment.class, "registerLock", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final List<CounterArray> counters;

    private final List<MeterArray> meters;

    private final List<RegisterArray> registers;

    /** The port that drops. */
    public final long dropPort;

    private final Map<String, ExternObject> externs;
    private final AtomicLong turn = new AtomicLong();
    private final Map<List<Byte>, Long> turns = new ConcurrentHashMap<>();
    private final AtomicLong failedAssertions = new AtomicLong();

    @SuppressWarnings("unused")
    private int registerLock;

    public Environment(
            List<CounterArray> counters,
            List<MeterArray> meters,
            List<RegisterArray> registers,
            Map<String, ExternObject> externs,
            long dropPort) {
        this.dropPort = dropPort;
        this.counters = List.copyOf(counters);
        this.meters = List.copyOf(meters);
        this.registers = List.copyOf(registers);
        this.externs = Map.copyOf(externs);
    }

    /** A counter array, by its place in the program. */
    public CounterArray counter(int index) {
        return counters.get(index);
    }

    /** A meter array, by its place in the program. */
    public MeterArray meter(int index) {
        return meters.get(index);
    }

    /** A register array, by its place in the program. */
    public RegisterArray register(int index) {
        return registers.get(index);
    }

    /** An instance of a user's extern; it exists, because the loader made it. */
    public ExternObject extern(String name) {
        return java.util.Objects.requireNonNull(externs.get(name), name);
    }

    /** Enters what actions that read and write registers do alone. */
    public void lockRegisters() {
        while (!LOCK.compareAndSet(this, 0, 1)) {
            Thread.onSpinWait();
        }
    }

    /** Leaves it. */
    public void unlockRegisters() {
        LOCK.setRelease(this, 0);
    }

    /** bmv2's hash that ignores its input. */
    @SuppressWarnings("unused")
    public long roundRobin(byte[] bytes, int at, int length) {
        return turn.getAndIncrement();
    }

    /** bmv2's hash that numbers its inputs; of more than 65,536 the later ones share numbers. */
    public long roundRobinConsistent(byte[] bytes, int at, int length) {
        Byte[] key = new Byte[length];
        for (int i = 0; i < length; i++) {
            key[i] = bytes[at + i];
        }
        Long known = turns.get(Arrays.asList(key));
        if (known != null) {
            return known;
        }
        if (turns.size() >= REMEMBERED) {
            return Hashes.identity(bytes, at, length) & (REMEMBERED - 1);
        }
        return turns.computeIfAbsent(Arrays.asList(key), k -> turn.getAndIncrement());
    }

    /** Notes that an assert or assume of the program did not hold. */
    public void assertionFailed(String where) {
        if (failedAssertions.getAndIncrement() == 0) {
            LOG.warn("{} failed; its packet is dropped, and so are later ones without a word", where);
        }
    }

    /** How often an assert or assume did not hold. */
    public long failedAssertions() {
        return failedAssertions.get();
    }

    /** Writes a message of the program down: each {@code {}} takes the next value. */
    public void log(String format, long[] values, int count) {
        if (LOG.isInfoEnabled()) {
            LOG.info("{}", message(format, values, count));
        }
    }

    /** A message of the program with its values. */
    public static String message(String format, long[] values, int count) {
        StringBuilder text = new StringBuilder();
        int from = 0;
        for (int i = 0; i < count; i++) {
            int at = format.indexOf("{}", from);
            if (at < 0) {
                break;
            }
            text.append(format, from, at).append(Long.toUnsignedString(values[i]));
            from = at + 2;
        }
        return text.append(format.substring(from)).toString();
    }
}
