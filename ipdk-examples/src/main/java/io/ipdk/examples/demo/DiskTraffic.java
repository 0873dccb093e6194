package io.ipdk.examples.demo;

import io.ipdk.unit.DataSize;
import io.ipdk.virtio.block.driver.BlockDriverQueue;
import io.ipdk.virtio.block.driver.VirtioBlockDriver;
import io.ipdk.virtio.block.protocol.BlockStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;

/**
 * The embedded host's disk traffic: random data written and read back with checksums, and random reads at depth.
 *
 * <p>Confined to one thread (the one that drives).
 */
final class DiskTraffic {

    private static final int CHUNK = 1 << 20;
    private static final int BLOCK = 4096;

    private final VirtioBlockDriver driver;
    private final byte[] chunk = new byte[CHUNK];

    DiskTraffic(VirtioBlockDriver driver) {
        this.driver = driver;
    }

    /**
     * What was moved.
     *
     * @param checksum SHA-256 over all of it, in hex
     */
    record Result(String checksum, Duration took) {}

    /** Writes random data from the start of the disk on, and makes it durable. */
    Result write(long seed, DataSize size) {
        SplittableRandom random = new SplittableRandom(seed);
        MessageDigest digest = sha256();
        long nanos = 0;
        for (long offset = 0; offset < size.bytes(); offset += CHUNK) {
            random.nextBytes(chunk);
            digest.update(chunk);
            long start = System.nanoTime();
            driver.write(offset, chunk, 0, CHUNK);
            nanos += System.nanoTime() - start;
        }
        long start = System.nanoTime();
        driver.flush();
        return result(digest, nanos + System.nanoTime() - start);
    }

    /** Reads from the start of the disk on. */
    Result read(DataSize size) {
        MessageDigest digest = sha256();
        long nanos = 0;
        for (long offset = 0; offset < size.bytes(); offset += CHUNK) {
            long start = System.nanoTime();
            driver.read(offset, chunk, 0, CHUNK);
            nanos += System.nanoTime() - start;
            digest.update(chunk);
        }
        return result(digest, nanos);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static Result result(MessageDigest digest, long nanos) {
        return new Result(HexFormat.of().formatHex(digest.digest()), Duration.ofNanos(nanos));
    }

    /** SHA-256 of the first bytes of a file, in hex. */
    static String checksumOfFile(Path file, DataSize size) {
        MessageDigest digest = sha256();
        try (InputStream in = Files.newInputStream(file)) {
            for (long left = size.bytes(); left > 0; left -= CHUNK) {
                digest.update(in.readNBytes((int) Math.min(left, CHUNK)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Whether the last block of a disk of this size takes data and gives it back. */
    boolean holdsAtTheEnd(DataSize size) {
        byte[] written = new byte[BLOCK];
        new SplittableRandom(size.bytes()).nextBytes(written);
        byte[] read = new byte[BLOCK];
        driver.write(size.bytes() - BLOCK, written, 0, BLOCK);
        driver.read(size.bytes() - BLOCK, read, 0, BLOCK);
        return Arrays.equals(written, read);
    }

    /**
     * Reads random blocks of 4 KiB for a while, with as many requests on their way as the queue takes.
     *
     * @return requests that were answered with an error
     */
    int randomReads(DataSize range, Duration time) {
        BlockDriverQueue queue = driver.queue(0);
        SplittableRandom random = new SplittableRandom();
        long blocks = range.bytes() / BLOCK;
        long deadline = System.nanoTime() + time.toNanos();
        int errors = 0;
        while (System.nanoTime() < deadline) {
            errors += collect(queue);
            int slot;
            while ((slot = queue.acquire()) != BlockDriverQueue.NONE) {
                queue.read(slot, random.nextLong(blocks) * BLOCK, BLOCK);
            }
            queue.publish();
        }
        while (queue.inFlight() > 0) {
            errors += collect(queue);
            Thread.onSpinWait();
        }
        return errors;
    }

    private static int collect(BlockDriverQueue queue) {
        int errors = 0;
        int slot;
        while ((slot = queue.poll()) != BlockDriverQueue.NONE) {
            if (queue.status(slot) != BlockStatus.OK) {
                errors++;
            }
            queue.release(slot);
        }
        return errors;
    }
}
