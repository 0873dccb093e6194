package io.ipdk.nativeaccess.posix;

import io.ipdk.error.ClosedException;
import io.ipdk.nativeaccess.memory.RawMemory;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Waits until one of many descriptors becomes readable (or its other end is gone), or until another thread wakes it.
 *
 * <p>Level-triggered: a descriptor is reported by every {@link #await} until it has been drained. {@link #await} and
 * {@link #token} are confined to one thread, the one that waits; all other methods are thread-safe. Waiting does not
 * allocate.
 */
public final class Poller implements AutoCloseable {
    private static final long WAKE_TOKEN = Long.MIN_VALUE;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    // struct epoll_event { u32 events; u64 data; }, without padding on x86-64 only
    private static final long DATA_OFFSET = Platform.X86_64 ? 4 : 8;
    private static final long EVENT_BYTES = Platform.X86_64 ? 12 : 16;

    private final int maxEvents;
    private final long[] tokens;
    private final Fd epoll;
    private final EventFd wakeEvent;
    private final MappedMemory scratch;
    private final long timespec;
    private final long pollFd;
    private final long events;
    private final UseCount uses = new UseCount();
    private final AtomicBoolean wakePending = new AtomicBoolean();
    private boolean nanosecondWait = true;

    private Poller(int maxEvents, Fd epoll, EventFd wakeEvent) {
        this.maxEvents = maxEvents;
        this.epoll = epoll;
        this.wakeEvent = wakeEvent;
        tokens = new long[maxEvents];
        scratch = MappedMemory.anonymous(32 + (maxEvents + 1) * EVENT_BYTES);
        timespec = scratch.address();
        pollFd = timespec + 16;
        events = timespec + 32;
    }

    /** Creates a poller that reports up to 64 descriptors a time. */
    public static Poller create() {
        return create(64);
    }

    /**
     * Creates a poller.
     *
     * @param maxEvents how many descriptors one {@link #await} reports at most, 1 to 4096; the others come with the next
     */
    public static Poller create(int maxEvents) {
        if (maxEvents < 1 || maxEvents > 4096) {
            throw new IllegalArgumentException(maxEvents + " events: the range is 1 to 4096");
        }
        LibC.requireBound();
        int number = LibC.epoll_create1(Linux.EPOLL_CLOEXEC);
        if (number < 0) {
            throw new PosixException("epoll_create1", "", LibC.errno());
        }
        Fd epoll = Fd.adopt(number, "epoll");
        try {
            Poller poller = new Poller(maxEvents, epoll, EventFd.create());
            poller.control(Linux.EPOLL_CTL_ADD, poller.wakeEvent.fd(), WAKE_TOKEN);
            return poller;
        } catch (PosixException e) {
            epoll.close();
            throw e;
        }
    }

    /**
     * Watches a descriptor from now on, until it is removed or closed.
     *
     * @param token what {@link #token} answers for it; any value but {@link Long#MIN_VALUE}
     */
    public void add(Fd fd, long token) {
        if (token == WAKE_TOKEN) {
            throw new IllegalArgumentException("token Long.MIN_VALUE is reserved; take any other");
        }
        control(Linux.EPOLL_CTL_ADD, fd, token);
    }

    /** Watches a descriptor no longer. */
    public void remove(Fd fd) {
        control(Linux.EPOLL_CTL_DEL, fd, 0);
    }

    // One lock for the scratch event; the waiting thread does not take it.
    private synchronized void control(int operation, Fd fd, long token) {
        enter();
        try {
            int number = fd.enter();
            try {
                control(operation, number, token, fd);
            } finally {
                fd.leave();
            }
        } finally {
            leave();
        }
    }

    private void control(int operation, int number, long token, Fd fd) {
        long event = events + maxEvents * EVENT_BYTES;
        RawMemory.putInt(event, Linux.EPOLLIN);
        RawMemory.putLong(event + DATA_OFFSET, token);
        if (LibC.epoll_ctl(epoll.value(), operation, number, event) < 0) {
            throw new PosixException("epoll_ctl", fd.toString(), LibC.errno());
        }
    }

    private void enter() {
        if (!uses.enter()) {
            throw new ClosedException("the poller is closed", "");
        }
    }

    private void leave() {
        if (uses.leave()) {
            epoll.close();
            wakeEvent.close();
            scratch.close();
        }
    }

    /**
     * Waits for readable descriptors.
     *
     * @param timeoutNanos how long at most; 0 only looks, negative waits without end
     * @return how many {@link #token}s there are; 0 when the time is up, after {@link #wake}, and now and then without a
     *     reason
     */
    public int await(long timeoutNanos) {
        enter();
        try {
            return collect(waitFor(epoll.value(), timeoutNanos));
        } finally {
            leave();
        }
    }

    private int waitFor(int poll, long timeoutNanos) {
        if (timeoutNanos <= 0) {
            return LibC.epoll_wait(poll, events, maxEvents, timeoutNanos == 0 ? 0 : -1);
        }
        RawMemory.putLong(timespec, timeoutNanos / NANOS_PER_SECOND);
        RawMemory.putLong(timespec + 8, timeoutNanos % NANOS_PER_SECOND);
        if (nanosecondWait) {
            int ready = (int) LibC.syscall(Linux.SYS_EPOLL_PWAIT2, poll, events, maxEvents, timespec, 0, 0);
            if (ready >= 0 || !isMissing(LibC.errno())) {
                return ready;
            }
            nanosecondWait = false;
        }
        // Kernels before 5.11: an epoll descriptor is itself pollable, and ppoll knows nanoseconds.
        RawMemory.putInt(pollFd, poll);
        RawMemory.putInt(pollFd + 4, Linux.POLLIN);
        int ready = LibC.ppoll(pollFd, 1, timespec, 0);
        return ready <= 0 ? ready : LibC.epoll_wait(poll, events, maxEvents, 0);
    }

    // A seccomp filter older than the call answers EPERM.
    private static boolean isMissing(int errno) {
        return errno == Errno.ENOSYS || errno == Errno.EPERM;
    }

    private int collect(int ready) {
        if (ready < 0) {
            int errno = LibC.errno();
            if (errno == Errno.EINTR) {
                return 0;
            }
            throw new PosixException("epoll_wait", epoll.toString(), errno);
        }
        int count = 0;
        for (int i = 0; i < ready; i++) {
            long token = RawMemory.getLong(events + i * EVENT_BYTES + DATA_OFFSET);
            if (token == WAKE_TOKEN) {
                wakeEvent.drain();
                // After the drain: a wake in between is not lost, for the caller looks around once this returns.
                wakePending.getAndSet(false);
            } else {
                tokens[count++] = token;
            }
        }
        return count;
    }

    /**
     * The token of a descriptor that the last {@link #await} found readable.
     *
     * @param index from 0 to the answer of that call − 1
     */
    public long token(int index) {
        return tokens[index];
    }

    /** Makes a running or the next {@link #await} return; does nothing on a closed poller. */
    public void wake() {
        if (uses.enter()) {
            signalWake();
            leave();
        }
    }

    private void signalWake() {
        if (!wakePending.getAndSet(true)) {
            wakeEvent.signal();
        }
    }

    /** Closes the poller and wakes the thread that waits, if one does. The watched descriptors stay open. */
    @Override
    public void close() {
        if (uses.enter()) {
            uses.close();
            signalWake();
            leave();
        }
    }
}
