package io.ipdk.nativeaccess.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ipdk.nativeaccess.posix.MappedMemory;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RawMemoryTest {
    private final MappedMemory memory = MappedMemory.anonymous(16384);
    private final long address = memory.address();

    @AfterEach
    void close() {
        memory.close();
    }

    @Test
    void everyWidthReadsBackWhatWasWritten() {
        RawMemory.putByte(address, (byte) -2);
        RawMemory.putShort(address + 2, (short) -3);
        RawMemory.putInt(address + 4, -4);
        RawMemory.putLong(address + 8, -5L);

        assertThat(RawMemory.getByte(address)).isEqualTo((byte) -2);
        assertThat(RawMemory.getShort(address + 2)).isEqualTo((short) -3);
        assertThat(RawMemory.getInt(address + 4)).isEqualTo(-4);
        assertThat(RawMemory.getLong(address + 8)).isEqualTo(-5L);
        assertThat(RawMemory.getByte(address + 1)).isZero();
    }

    @Test
    void bytesAreLittleEndian() {
        RawMemory.putLong(address, 0x0807060504030201L);

        assertThat(RawMemory.getByte(address)).isEqualTo((byte) 1);
        assertThat(RawMemory.getShort(address)).isEqualTo((short) 0x0201);
        assertThat(RawMemory.getInt(address + 4)).isEqualTo(0x08070605);
    }

    @Test
    void plainAccessMayBeUnaligned() {
        RawMemory.putLong(address + 1, 0x1122334455667788L);
        RawMemory.putShort(address + 11, (short) 0x99AA);
        RawMemory.putInt(address + 13, 0xBBCCDDEE);

        assertThat(RawMemory.getLong(address + 1)).isEqualTo(0x1122334455667788L);
        assertThat(RawMemory.getShort(address + 11)).isEqualTo((short) 0x99AA);
        assertThat(RawMemory.getInt(address + 13)).isEqualTo(0xBBCCDDEE);
    }

    @Test
    void acquireReadsWhatReleaseWrote() {
        RawMemory.putShortRelease(address, (short) -7);
        RawMemory.putIntRelease(address + 4, -8);
        RawMemory.putLongRelease(address + 8, -9);

        assertThat(RawMemory.getShortAcquire(address)).isEqualTo((short) -7);
        assertThat(RawMemory.getIntAcquire(address + 4)).isEqualTo(-8);
        assertThat(RawMemory.getLongAcquire(address + 8)).isEqualTo(-9);
        assertThat(RawMemory.getShort(address + 2)).isZero();
    }

    @Test
    void polledReadIsRepeatedAlsoInACompiledLoop() throws Exception {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        Thread poller = new Thread(() -> {
            while (RawMemory.getShortAcquire(address) == 0
                    || RawMemory.getIntAcquire(address + 4) == 0
                    || RawMemory.getLongAcquire(address + 8) == 0) {
                Thread.onSpinWait();
            }
        });
        poller.start();
        // After so long in one loop it runs as compiled code, which would never end if the load had left the loop.
        await().until(() -> threads.getThreadCpuTime(poller.getId()) > TimeUnit.MILLISECONDS.toNanos(200));

        RawMemory.putLongRelease(address + 8, 1);
        RawMemory.putIntRelease(address + 4, 1);
        RawMemory.putShortRelease(address, (short) 1);

        poller.join(TimeUnit.SECONDS.toMillis(30));
        assertThat(poller.isAlive()).isFalse();
    }

    @Test
    void compareAndSetChangesTheExpectedValueOnly() {
        RawMemory.putInt(address, 5);
        RawMemory.putLong(address + 8, 6);

        assertThat(RawMemory.compareAndSetInt(address, 4, 50)).isFalse();
        assertThat(RawMemory.compareAndSetInt(address, 5, 50)).isTrue();
        assertThat(RawMemory.compareAndSetLong(address + 8, 5, 60)).isFalse();
        assertThat(RawMemory.compareAndSetLong(address + 8, 6, 60)).isTrue();
        assertThat(RawMemory.getInt(address)).isEqualTo(50);
        assertThat(RawMemory.getLong(address + 8)).isEqualTo(60);
    }

    @Test
    void bitwiseOrLosesNoBitOfTwoThreads() throws Exception {
        assertThat(RawMemory.getAndBitwiseOrInt(address, 0b101)).isZero();
        assertThat(RawMemory.getAndBitwiseOrInt(address, 0b110)).isEqualTo(0b101);
        RawMemory.fill(address, 8192, (byte) 0);

        CompletableFuture<Void> other = CompletableFuture.runAsync(() -> setBits(0x55555555));
        setBits(0xAAAAAAAA);
        other.get(30, TimeUnit.SECONDS);

        for (int at = 0; at < 8192; at += 4) {
            assertThat(RawMemory.getInt(address + at)).isEqualTo(-1);
        }
    }

    private void setBits(int mask) {
        for (int at = 0; at < 8192; at += 4) {
            for (int bit = 0; bit < 32; bit++) {
                RawMemory.getAndBitwiseOrInt(address + at, mask & 1 << bit);
            }
        }
    }

    @Test
    void copiesAnyLength() {
        for (int length = 0; length <= 300; length++) {
            RawMemory.fill(address, 16384, (byte) 0);
            for (int i = 0; i < length; i++) {
                RawMemory.putByte(address + i, (byte) (i + 1));
            }

            RawMemory.copy(address, address + 8192 + 3, length);

            byte[] copied = new byte[length + 1];
            RawMemory.copyToArray(address + 8192 + 3, copied, 0, length + 1);
            for (int i = 0; i < length; i++) {
                assertThat(copied[i]).isEqualTo((byte) (i + 1));
            }
            assertThat(copied[length]).isZero();
            assertThat(RawMemory.getByte(address + 8192 + 2)).isZero();
        }
    }

    @Test
    void copiesOverlappingRangesInBothDirections() {
        byte[] digits = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
        RawMemory.copyFromArray(digits, 0, address, 10);
        RawMemory.copy(address, address + 2, 8);
        assertThat(bytes(10)).containsExactly(0, 1, 0, 1, 2, 3, 4, 5, 6, 7);

        RawMemory.copyFromArray(digits, 0, address, 10);
        RawMemory.copy(address + 2, address, 8);
        assertThat(bytes(10)).containsExactly(2, 3, 4, 5, 6, 7, 8, 9, 8, 9);
    }

    @Test
    void copiesPartsOfArrays() {
        RawMemory.copyFromArray(new byte[] {1, 2, 3, 4, 5}, 1, address, 3);
        byte[] target = new byte[6];

        RawMemory.copyToArray(address, target, 2, 4);

        assertThat(target).containsExactly(0, 0, 2, 3, 4, 0);
    }

    @Test
    void arrayBoundsAreAlwaysChecked() {
        byte[] array = new byte[8];

        assertThatThrownBy(() -> RawMemory.copyToArray(address, array, 4, 5))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> RawMemory.copyFromArray(array, -1, address, 2))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> RawMemory.copyFromArray(array, 0, address, -1))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void fillsARangeAndNoMore() {
        RawMemory.fill(address + 1, 3, (byte) 7);

        assertThat(bytes(6)).containsExactly(0, 7, 7, 7, 0, 0);
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        RawMemory.copyToArray(address, bytes, 0, length);
        return bytes;
    }
}
