package io.ipdk.virtio.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipdk.nativeaccess.memory.RawMemory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DescriptorChainTest {
    private final Ring ring = new Ring(16, 0);
    private final DescriptorChain chain = new DescriptorChain(16, 1000);

    /** Readable: 3, 5 and 8 bytes holding 0 to 15; writable: 4 and 6 bytes. */
    @BeforeEach
    void fetch() {
        long[] guest = {Ring.BUFFERS, Ring.BUFFERS + 100, Ring.BUFFERS + 200, Ring.BUFFERS + 300, Ring.BUFFERS + 400};
        int[] lengths = {3, 5, 8, 4, 6};
        long[] addresses = new long[guest.length];
        byte value = 0;
        for (int i = 0; i < guest.length; i++) {
            addresses[i] = ring.hostFor(guest[i]);
            for (int j = 0; i < 3 && j < lengths[i]; j++) {
                RawMemory.putByte(ring.hostOf(guest[i] + j), value++);
            }
        }
        ring.driver.offer(addresses, lengths, 3, 2, 0);
        ring.driver.publish();
        ring.device.available();
        ring.device.next(chain);
    }

    @AfterEach
    void unmap() {
        ring.close();
    }

    /** Class of CVE-2022-2132: a header that is split over many descriptors. */
    @Test
    void readsAcrossSegments() {
        byte[] target = new byte[20];
        assertThat(chain.read(0, target, 2, 18)).isEqualTo(16);
        assertThat(target).containsExactly(0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 0, 0);
    }

    @Test
    void readsFromAnyOffset() {
        for (int offset = 0; offset <= 17; offset++) {
            for (int length = 0; length <= 17; length++) {
                byte[] target = new byte[17];
                int expected = Math.max(0, Math.min(length, 16 - offset));
                assertThat(chain.read(offset, target, 0, length)).isEqualTo(expected);
                for (int i = 0; i < expected; i++) {
                    assertThat(target[i]).isEqualTo((byte) (offset + i));
                }
            }
        }
    }

    @Test
    void readsIntoMemory() {
        long target = ring.hostOf(Ring.BORDER);
        assertThat(chain.read(2, target, 8)).isEqualTo(8);
        assertThat(RawMemory.getLong(target)).isEqualTo(0x0908_0706_0504_0302L);
        assertThat(chain.read(16, target, 8)).isZero();
    }

    @Test
    void writesAcrossSegments() {
        byte[] source = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
        assertThat(chain.write(1, source, 1, 11)).isEqualTo(9);
        assertThat(RawMemory.getInt(ring.hostOf(Ring.BUFFERS + 300))).isEqualTo(0x0403_0200);
        assertThat(RawMemory.getLong(ring.hostOf(Ring.BUFFERS + 400))).isEqualTo(0x0a09_0807_0605L);
    }

    @Test
    void writesFromMemory() {
        long source = ring.hostOf(Ring.BORDER);
        RawMemory.putLong(source, 0x0807_0605_0403_0201L);
        assertThat(chain.write(3, source, 8)).isEqualTo(7);
        assertThat(RawMemory.getByte(ring.hostOf(Ring.BUFFERS + 303))).isEqualTo((byte) 1);
        assertThat(RawMemory.getLong(ring.hostOf(Ring.BUFFERS + 400))).isEqualTo(0x0706_0504_0302L);
    }

    /** Class of CVE-2026-86566: segments shorter than what is copied must not let the copy run over. */
    @Test
    void writesNothingBeyondTheWritablePart() {
        byte[] source = new byte[100];
        assertThat(chain.write(0, source, 0, 100)).isEqualTo(10);
        assertThat(chain.write(10, source, 0, 100)).isZero();
        assertThat(chain.write(Integer.MAX_VALUE - 1, source, 0, 100)).isZero();
        assertThatThrownBy(() -> chain.write(-1, source, 0, 1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void growsUpToItsLimit() {
        DescriptorChain long1 = new DescriptorChain(40, 1000);
        long1.begin(3);
        for (int i = 0; i < 40; i++) {
            assertThat(long1.append(0x1000 + i, 1, i >= 20)).isTrue();
        }
        assertThat(long1.append(0x2000, 1, true)).isFalse();
        assertThat(long1.segments()).isEqualTo(40);
        assertThat(long1.readableSegments()).isEqualTo(20);
        assertThat(long1.address(39)).isEqualTo(0x1000 + 39);
    }

    @Test
    void needsLimitsThatLetSomethingPass() {
        assertThatThrownBy(() -> new DescriptorChain(0, 1)).hasMessageContaining("must be positive");
        assertThatThrownBy(() -> new DescriptorChain(1, 0)).hasMessageContaining("must be positive");
    }
}
