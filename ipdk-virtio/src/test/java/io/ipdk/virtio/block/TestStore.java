package io.ipdk.virtio.block;

import io.ipdk.virtio.block.protocol.BlockRequestType;
import io.ipdk.virtio.block.store.BlockStore;
import io.ipdk.virtio.block.store.MemoryStore;
import io.ipdk.virtio.block.store.SegmentList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** A store in memory that notes what it is asked, fails on demand, and waits where a test wants it to. */
final class TestStore implements BlockStore {
    private final MemoryStore memory;
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final Map<BlockRequestType, Supplier<? extends Throwable>> failures = new ConcurrentHashMap<>();
    private final Map<BlockRequestType, Semaphore> gates = new EnumMap<>(BlockRequestType.class);
    private boolean mayBlock;
    private boolean readOnly;

    TestStore(long bytes) {
        memory = new MemoryStore(bytes);
    }

    TestStore blocking() {
        mayBlock = true;
        return this;
    }

    TestStore writeProtected() {
        readOnly = true;
        return this;
    }

    /** Lets calls of a type wait until the test releases them, one permit each. */
    Semaphore gate(BlockRequestType type) {
        Semaphore gate = new Semaphore(0);
        gates.put(type, gate);
        return gate;
    }

    void failOn(BlockRequestType type, Supplier<? extends Throwable> failure) {
        failures.put(type, failure);
    }

    void work() {
        failures.clear();
    }

    /** What was asked so far, such as {@code OUT 512+1024}; a call that waits or fails is noted when it begins. */
    List<String> calls() {
        return List.copyOf(calls);
    }

    long count(BlockRequestType type) {
        return calls.stream().filter(call -> call.startsWith(type.name())).count();
    }

    private void enter(BlockRequestType type, String what) {
        calls.add(type + what);
        Semaphore gate = gates.get(type);
        if (gate != null) {
            gate.acquireUninterruptibly();
        }
        Supplier<? extends Throwable> failure = failures.get(type);
        if (failure != null) {
            raise(failure.get());
        }
    }

    private static void raise(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) failure;
    }

    @Override
    public long size() {
        return memory.size();
    }

    @Override
    public boolean readOnly() {
        return readOnly;
    }

    @Override
    public boolean mayBlock() {
        return mayBlock;
    }

    @Override
    public void read(long offset, SegmentList target) {
        enter(BlockRequestType.IN, " " + offset + "+" + target.bytes());
        memory.read(offset, target);
    }

    @Override
    public void write(long offset, SegmentList source) {
        enter(BlockRequestType.OUT, " " + offset + "+" + source.bytes());
        memory.write(offset, source);
    }

    @Override
    public void flush() {
        enter(BlockRequestType.FLUSH, "");
    }

    @Override
    public void discard(long offset, long bytes) {
        enter(BlockRequestType.DISCARD, " " + offset + "+" + bytes);
        memory.discard(offset, bytes);
    }

    @Override
    public void writeZeroes(long offset, long bytes, boolean mayUnmap) {
        enter(BlockRequestType.WRITE_ZEROES, " " + offset + "+" + bytes + (mayUnmap ? " unmap" : ""));
        memory.writeZeroes(offset, bytes, mayUnmap);
    }

    @Override
    public void grow(long bytes) {
        memory.grow(bytes);
    }

    @Override
    public void close() {
        memory.close();
    }
}
