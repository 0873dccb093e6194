package io.ipdk.virtio.block;

import io.ipdk.nativeaccess.memory.RawMemory;
import io.ipdk.virtio.DeviceVirtqueue;
import io.ipdk.virtio.block.protocol.BlockStatus;
import io.ipdk.virtio.queue.DescriptorChain;
import io.ipdk.virtio.queue.SplitDeviceQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One request queue of a disk: where each request is from its fetch to its answer.
 *
 * <pre>
 *  ring ── fetch, parse ──┬── bad, or GET_ID: answered at once
 *                         ├── over a limit: waitingReads or waitingWrites ──┐
 *                         └──────────────── run ◀───────────────────────────┘
 *                                            ├── on this thread ───────────────▶ answer ──▶ used ring
 *                                            └── toWorkers ──▶ workers ──▶ finished ──┘
 * </pre>
 *
 * <p>Reads and writes wait in lines of their own, so that no read waits behind a write that is over its limit. Each fetched
 * chain is answered exactly once. What waits is bounded by the size of the ring, and by {@link RequestLimits#IN_FLIGHT}.
 *
 * <p>Everything but {@link #finished} and {@link #isDiscarding} is confined to the virtqueue's gate.
 */
final class BlockQueue {
    /** What {@link #poll} leaves in {@link #waitNanos} when nothing waits for a limit. */
    static final long NOTHING_WAITS = Long.MAX_VALUE;

    /** Chains fetched in one turn, so that the queues of a disk take turns. */
    private static final int BURST = 128;

    /** Bytes after which answers are published though the turn goes on. */
    private static final long PUBLISH_BYTES = 256 << 10;

    private static final long DRAIN_PARK_NANOS = 20_000;

    private final DeviceVirtqueue virtqueue;
    private final BlockContext context;
    private final RequestParser parser;
    private final RequestPool pool = new RequestPool(this);
    private final BlockCounters counters = new BlockCounters();
    private final AnswerBatch answers;
    private final DescriptorChain chain = new DescriptorChain(RequestLimits.CHAIN_SEGMENTS, RequestLimits.CHAIN_BYTES);

    private final RequestFifo waitingReads = new RequestFifo();
    private final RequestFifo waitingWrites = new RequestFifo();
    private final RequestFifo toWorkers = new RequestFifo();

    /** Requests that are with the workers, or come from there. */
    private int running;

    /** What the workers have done, last first. */
    private final AtomicReference<@Nullable BlockRequest> finished = new AtomicReference<>();

    /** Whether the front end is gone, so that what did not begin yet need not. */
    private volatile boolean discarding;

    private boolean writesNext;
    private boolean servedWaiting;
    private long waitNanos = NOTHING_WAITS;

    BlockQueue(DeviceVirtqueue virtqueue, BlockContext context) {
        this.virtqueue = virtqueue;
        this.context = context;
        this.parser = new RequestParser(context.spec, context.store);
        this.answers = new AnswerBatch(context.latency, context.nanoClock);
    }

    DeviceVirtqueue virtqueue() {
        return virtqueue;
    }

    BlockCounters counters() {
        return counters;
    }

    void negotiated(long features) {
        parser.negotiated(features);
    }

    // ---- the polling thread, outside the gate

    /** One turn: answers what is done, runs what may run again, fetches what is new. Passes when the gate is taken. */
    int poll(BlockThrottle throttle, long now) {
        servedWaiting = false;
        if (!virtqueue.tryEnter()) {
            return 0;
        }
        try {
            SplitDeviceQueue ring = virtqueue.ring();
            if (ring == null) {
                waitNanos = NOTHING_WAITS;
                return 0;
            }
            answers.begin(now);
            int ran = runWaiting(ring, throttle, now);
            servedWaiting = ran > 0;
            int work = answerFinished(ring) + ran;
            if (virtqueue.enabled()) {
                work += fetch(ring, throttle, now);
            }
            waitNanos = Math.min(waitNanos(waitingReads, throttle, now), waitNanos(waitingWrites, throttle, now));
            submit();
            publish(ring);
            if (ring.isBroken()) {
                virtqueue.reportBroken();
            }
            return work;
        } finally {
            virtqueue.exit();
        }
    }

    /** Whether requests that waited for a limit ran in the last turn; for the polling thread. */
    boolean servedWaiting() {
        return servedWaiting;
    }

    /** How long after the last turn the next request comes under its limit; for the polling thread. */
    long waitNanos() {
        return waitNanos;
    }

    /** Asks for kicks; true if there is something to do already. */
    boolean arm() {
        if (!virtqueue.tryEnter()) {
            return true;
        }
        try {
            if (finished.get() != null) {
                return true;
            }
            // Without room for more requests a kick is of no use, and kicks come when the ring is enabled.
            return virtqueue.ring() != null && virtqueue.enabled() && !pool.isExhausted() && virtqueue.arm();
        } finally {
            virtqueue.exit();
        }
    }

    void disarm() {
        if (virtqueue.tryEnter()) {
            virtqueue.disarm();
            virtqueue.exit();
        }
    }

    // ---- any thread

    /** A worker has carried out a request; it changes hands here. */
    void finished(BlockRequest request) {
        BlockRequest previous;
        do {
            previous = finished.get();
            request.next = previous;
        } while (!finished.compareAndSet(previous, request));
        if (context.sleeping) {
            context.wake();
        }
    }

    /** Whether a worker may give a request back without carrying it out. */
    boolean isDiscarding() {
        return discarding;
    }

    // ---- the control thread, inside the gate

    void started(SplitDeviceQueue ring) {
        pool.reset(Math.min(ring.size(), RequestLimits.IN_FLIGHT));
        takeLeftBehind(ring);
    }

    /** Puts what an earlier process did not finish into the lines, where the next turn and a drain find it. */
    private void takeLeftBehind(SplitDeviceQueue ring) {
        while (ring.leftBehind() > 0 && !pool.isExhausted() && ring.next(chain)) {
            BlockRequest request = take(ring, context.nanoClock.getAsLong());
            if (request != null) {
                (request.type.isWriteClass() ? waitingWrites : waitingReads).append(request);
            }
        }
    }

    /** Carries out all that waits, waits for the workers, and answers everything. */
    void drain() {
        SplitDeviceQueue ring = virtqueue.ring();
        if (ring == null) {
            return;
        }
        do {
            executeAll(waitingReads, ring);
            executeAll(waitingWrites, ring);
            running -= toWorkers.size();
            executeAll(toWorkers, ring);
            awaitWorkers();
            answerFinished(ring);
            publish(ring);
            takeLeftBehind(ring);
        } while (!waitingReads.isEmpty() || !waitingWrites.isEmpty());
    }

    private void executeAll(RequestFifo waiting, SplitDeviceQueue ring) {
        for (BlockRequest request = waiting.poll(); request != null; request = waiting.poll()) {
            request.execute(context.store);
            answerExecuted(ring, request);
        }
    }

    /** Forgets all that was fetched; what the workers are at still ends first, for it uses guest memory. */
    void discard() {
        waitingReads.clear();
        waitingWrites.clear();
        running -= toWorkers.size();
        toWorkers.clear();
        discarding = true;
        awaitWorkers();
        discarding = false;
        finished.set(null);
        running = 0;
        pool.reset(0);
    }

    private void awaitWorkers() {
        while (finishedCount() < running) {
            LockSupport.parkNanos(DRAIN_PARK_NANOS);
        }
    }

    private int finishedCount() {
        int count = 0;
        for (BlockRequest request = finished.get(); request != null; request = request.next) {
            count++;
        }
        return count;
    }

    // ---- inside the gate

    private int fetch(SplitDeviceQueue ring, BlockThrottle throttle, long now) {
        int offered = Math.min(ring.available(), BURST);
        int fetched = 0;
        while (fetched < offered && !pool.isExhausted() && ring.next(chain)) {
            accept(ring, throttle, now);
            fetched++;
        }
        return fetched;
    }

    private void accept(SplitDeviceQueue ring, BlockThrottle throttle, long now) {
        BlockRequest request = take(ring, now);
        if (request == null) {
            return;
        }
        RequestFifo line = request.type.isWriteClass() ? waitingWrites : waitingReads;
        if (line.isEmpty() && throttle.admit(request, now)) {
            run(ring, request);
        } else {
            line.append(request);
            counters.add(BlockCounter.THROTTLED, 1);
        }
    }

    /** Makes a request of the chain; null if it is answered already. */
    private @Nullable BlockRequest take(SplitDeviceQueue ring, long now) {
        BlockRequest request = pool.take();
        request.head = chain.head();
        request.fetchedNanos = now;
        int verdict = chain.isFaulty() ? RequestParser.UNANSWERABLE : parser.parse(chain, request);
        if (verdict == RequestParser.EXECUTE) {
            request.durable = context.writeThrough && request.type.changesData();
            return request;
        }
        if (verdict == RequestParser.UNANSWERABLE) {
            counters.add(BlockCounter.MALFORMED, 1);
            ring.addUsed(request.head, 0);
            pool.giveBack(request);
        } else {
            request.status = (byte) verdict;
            answer(ring, request);
        }
        return null;
    }

    /** Runs what has waited for a limit; where reads and writes share one, they take turns. */
    private int runWaiting(SplitDeviceQueue ring, BlockThrottle throttle, long now) {
        int ran = 0;
        for (int refused = 0; refused < 2 && ran < BURST; ) {
            if (runNext(ring, throttle, now)) {
                ran++;
                refused = 0;
            } else {
                refused++;
            }
        }
        return ran;
    }

    private boolean runNext(SplitDeviceQueue ring, BlockThrottle throttle, long now) {
        RequestFifo line = writesNext ? waitingWrites : waitingReads;
        writesNext = !writesNext;
        BlockRequest request = line.peek();
        if (request == null || !throttle.admit(request, now)) {
            return false;
        }
        line.poll();
        run(ring, request);
        return true;
    }

    private static long waitNanos(RequestFifo line, BlockThrottle throttle, long now) {
        BlockRequest request = line.peek();
        return request == null ? NOTHING_WAITS : throttle.readyAtNanos(request, now) - now;
    }

    private void run(SplitDeviceQueue ring, BlockRequest request) {
        if (context.workers == null) {
            request.execute(context.store);
            answerExecuted(ring, request);
            if (answers.bytes() >= PUBLISH_BYTES) {
                publish(ring);
            }
        } else {
            toWorkers.append(request);
            running++;
        }
    }

    private void submit() {
        if (context.workers != null && !toWorkers.isEmpty()) {
            context.workers.submit(toWorkers);
        }
    }

    private int answerFinished(SplitDeviceQueue ring) {
        if (running == 0 || finished.get() == null) {
            return 0;
        }
        BlockRequest first = reverse(finished.getAndSet(null));
        int count = 0;
        for (BlockRequest request = first; request != null; count++) {
            BlockRequest next = request.next;
            running--;
            answerExecuted(ring, request);
            request = next;
        }
        return count;
    }

    private static @Nullable BlockRequest reverse(@Nullable BlockRequest list) {
        BlockRequest reversed = null;
        for (BlockRequest request = list; request != null; ) {
            BlockRequest next = request.next;
            request.next = reversed;
            reversed = request;
            request = next;
        }
        return reversed;
    }

    private void answerExecuted(SplitDeviceQueue ring, BlockRequest request) {
        context.executed(request);
        answers.add(request);
        answer(ring, request);
    }

    private void answer(SplitDeviceQueue ring, BlockRequest request) {
        RawMemory.putByte(request.statusAddress, request.status);
        ring.addUsed(request.head, request.status == BlockStatus.OK ? request.okBytes : request.failedBytes);
        counters.answered(request);
        pool.giveBack(request);
    }

    private void publish(SplitDeviceQueue ring) {
        if (ring.publish() > 0) {
            virtqueue.notifyDriver();
            answers.published();
        }
    }
}
