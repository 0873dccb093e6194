package io.ipdk.p4target.runtime;

import io.ipdk.p4target.PacketSource;
import io.ipdk.p4target.table.MatchTable;
import io.ipdk.p4target.table.TableEntry;
import org.jspecify.annotations.Nullable;

/**
 * A packet on its way: its bytes, and in the generated subclass its headers and metadata. Reused for packet after packet.
 * Confined to one thread (the packet thread that owns it).
 *
 * <pre>
 *   buffer  | headroom | start ... parsed ... cursor ... payload ... end | slack |
 * </pre>
 *
 * Deparsing writes headers in front of the cursor; the slack lets eight bytes be read at any byte of the packet.
 */
public abstract class PacketContext {
    /** Bytes that may be read behind a packet. */
    public static final int SLACK = 16;

    private static final int BEGIN_CAPACITY = 4_096;
    private static final int RANDOM_MULTIPLIER_SHIFT = 32;

    protected final Environment env;
    private final int headroom;

    public byte[] buffer;
    public int start;
    public int cursor;
    public int end;

    /** Bytes as received. */
    public int receivedLength;

    /** Bytes as the program counts them: those received, and headers added or removed since. */
    public int packetLength;

    /** Longest the packet may leave. */
    public int truncateTo;

    /** What counters and meters take for the packet's length. */
    public int countedLength;

    /** Number of the parser error; 0 if there was none. */
    public int parserError;

    public boolean exited;
    public boolean assertionFailed;
    public long cloneSession;
    public int cloneList;
    public int resubmitList;
    public int recirculateList;
    public int digestList;

    /** Nanoseconds of the target's clock. */
    public long now;

    /** The port it came from or goes to, while it waits for its turn. */
    public int port;

    /** Its replica id, while it waits for its turn. */
    public int instance;

    /** Whether it waits for ingress; otherwise for egress. */
    public boolean again;

    /** Which packet thread this is. */
    public int worker;

    public @Nullable Tracer trace;

    protected ForwardingState state;
    protected MatchTable[] tables;
    protected TableEntry[] defaults;
    protected byte[] scratch;
    protected final long[] logValues = new long[32];
    protected final io.ipdk.p4target.extern.ExternArguments externArguments =
            new io.ipdk.p4target.extern.ExternArguments(32, 16);
    private long seed;

    protected PacketContext(Environment env, ForwardingState state, int headroom, int scratchBytes) {
        this.env = env;
        this.headroom = headroom;
        this.state = state;
        tables = state.tables();
        defaults = state.defaults();
        buffer = new byte[headroom + BEGIN_CAPACITY + SLACK];
        scratch = new byte[scratchBytes + SLACK];
        seed = System.identityHashCode(this) * 0x9E3779B97F4A7C15L;
    }

    /** Makes this context see a forwarding state. */
    @SuppressWarnings("ReferenceEquality")
    public final void use(ForwardingState newState) {
        if (state != newState) {
            state = newState;
            tables = newState.tables();
            defaults = newState.defaults();
        }
    }

    public final ForwardingState state() {
        return state;
    }

    /** Takes a packet in: copies its bytes and forgets the packet before. */
    public final void receive(byte[] from, int at, int length) {
        makeRoom(length);
        System.arraycopy(from, at, buffer, headroom, length);
        begin(length);
    }

    /** As {@link #receive(byte[], int, int)}, from wherever the bytes lie. */
    public final void receive(PacketSource from, int length) {
        makeRoom(length);
        from.copyTo(buffer, headroom);
        begin(length);
    }

    private void makeRoom(int length) {
        if (buffer.length < headroom + length + SLACK) {
            buffer = new byte[headroom + length + SLACK];
        }
    }

    private void begin(int length) {
        start = headroom;
        cursor = headroom;
        end = headroom + length;
        receivedLength = length;
        packetLength = length;
        countedLength = length;
        truncateTo = Integer.MAX_VALUE;
        clear();
        forgetRequests();
    }

    /** Takes the bytes from the cursor on, and all lengths, of another packet. */
    protected final void copyPacket(PacketContext from) {
        int length = from.end - from.cursor;
        if (buffer.length < headroom + length + SLACK) {
            buffer = new byte[headroom + length + SLACK];
        }
        System.arraycopy(from.buffer, from.cursor, buffer, headroom, length);
        start = headroom;
        cursor = headroom;
        end = headroom + length;
        receivedLength = from.receivedLength;
        packetLength = from.packetLength;
        countedLength = from.countedLength;
        truncateTo = from.truncateTo;
        parserError = from.parserError;
        now = from.now;
        trace = from.trace;
        worker = from.worker;
        forgetRequests();
        use(from.state);
    }

    /** Forgets what the program asked for: exit, clone, resubmit, recirculate, digest. */
    public final void forgetRequests() {
        exited = false;
        assertionFailed = false;
        cloneSession = -1;
        cloneList = 0;
        resubmitList = 0;
        recirculateList = 0;
        digestList = 0;
    }

    /** A random number between two, both included; without a sign. */
    protected final long random(long low, long high) {
        seed ^= seed << 13;
        seed ^= seed >>> 7;
        seed ^= seed << 17;
        if (Long.compareUnsigned(low, high) > 0) {
            return low;
        }
        long span = high - low + 1;
        long bits = seed * 0x2545F4914F6CDD1DL;
        if (span == 0) {
            return bits;
        }
        return low
                + (Long.compareUnsigned(span, 1L << RANDOM_MULTIPLIER_SHIFT) <= 0
                        ? ((bits >>> RANDOM_MULTIPLIER_SHIFT) * span) >>> RANDOM_MULTIPLIER_SHIFT
                        : Long.remainderUnsigned(bits, span));
    }

    /** Notes that an assert or assume did not hold: the packet is dropped. */
    protected final void failAssertion(String where) {
        env.assertionFailed(where);
        assertionFailed = true;
        exited = true;
    }

    /** Ensures that hash input of so many bytes has room. */
    protected final byte[] scratch(int bytes) {
        if (scratch.length < bytes + SLACK) {
            scratch = new byte[bytes * 2 + SLACK];
        }
        return scratch;
    }

    /** Makes room for so many bytes in front of the cursor. */
    protected final void room(int bytes) {
        if (cursor >= bytes) {
            return;
        }
        int length = end - cursor;
        byte[] larger = new byte[bytes + headroom + length + SLACK];
        System.arraycopy(buffer, cursor, larger, bytes + headroom, length);
        buffer = larger;
        cursor = bytes + headroom;
        end = cursor + length;
    }

    /** Begins the packet's way anew with the bytes it has now. */
    public final void rewind() {
        start = cursor;
        receivedLength = end - start;
        packetLength = receivedLength;
        countedLength = receivedLength;
    }

    /** Whether two varbits are equal. */
    protected static boolean equalBits(byte[] a, int aBits, byte[] b, int bBits) {
        int bytes = (aBits + 7) >> 3;
        return aBits == bBits && java.util.Arrays.equals(a, 0, bytes, b, 0, bytes);
    }

    /** Writes a message of the program down, with values put into {@link #logValues}. */
    protected final void logMessage(String format, int values) {
        env.log(format, logValues, values);
        if (trace != null) {
            trace.note(Environment.message(format, logValues, values));
        }
    }

    /** Sets every header invalid, every field and the parser's state to zero. */
    public abstract void clear();

    /** Sets all metadata to zero. */
    public abstract void resetMetadata();

    /** Runs a parser, by its place in the program. */
    public abstract void parse(int parser);

    /** Runs a control, by its place in the program. */
    public abstract void control(int control);

    /** Verifies checksums; says whether all hold. */
    public abstract boolean verifyChecksums();

    /** Updates checksums. */
    public abstract void updateChecksums();

    /** Runs a deparser, by its place in the program: afterwards the packet lies from {@link #start} to {@link #end}. */
    public abstract void deparse(int deparser);

    /** Takes headers, metadata and payload of another packet of the same program. */
    public abstract void copyFrom(PacketContext from);

    /** Takes the fields of a list from another packet of the same program. */
    public abstract void copyFields(int list, PacketContext from);

    /** Puts the fields of a digest into longs, each in as many as it needs, the low one first. */
    public abstract int digest(int list, long[] values);

    /** The value of a field that the architecture knows. */
    public abstract long get(int intrinsic);

    /** Sets a field that the architecture knows. */
    public abstract void set(int intrinsic, long value);
}
