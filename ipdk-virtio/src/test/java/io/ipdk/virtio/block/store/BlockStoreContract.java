package io.ipdk.virtio.block.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipdk.error.InvalidSpecException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store that can be written does. */
abstract class BlockStoreContract {
    static final int BYTES = 4 << 20;

    final StoreBytes bytes = new StoreBytes();
    private BlockStore store;

    /** A new store of {@link #BYTES} bytes. */
    abstract BlockStore create();

    @BeforeEach
    void open() {
        store = create();
    }

    @AfterEach
    void close() {
        store.close();
        bytes.close();
    }

    @Test
    void knowsItsSize() {
        assertThat(store.size()).isEqualTo(BYTES);
        assertThat(store.readOnly()).isFalse();
    }

    @Test
    void isFullOfZerosAtFirst() {
        assertThat(bytes.read(store, 0, BYTES)).isEqualTo(new byte[BYTES]);
    }

    @Test
    void readsWhatWasWritten() {
        byte[] data = StoreBytes.random(64 << 10, 1);
        bytes.write(store, 8192, data);
        store.flush();

        assertThat(bytes.read(store, 8192, data.length)).isEqualTo(data);
    }

    @Test
    void scattersAndGathers() {
        byte[] data = StoreBytes.random(4096, 2);
        bytes.write(store, 512, data, 1, 511, 1000, 7);

        assertThat(bytes.read(store, 512, 4096, 4095)).isEqualTo(data);
        assertThat(bytes.read(store, 512, 4096, 13, 2000, 1, 1)).isEqualTo(data);
    }

    @Test
    void takesAsManySegmentsAsAChainCanHave() {
        int[] pieces = new int[1023];
        Arrays.fill(pieces, 512);
        byte[] data = StoreBytes.random(1024 * 512, 3);
        bytes.write(store, 0, data, pieces);

        assertThat(bytes.read(store, 0, data.length, pieces)).isEqualTo(data);
    }

    @Test
    void zeroesWhatItIsToldAndNothingElse() {
        for (boolean mayUnmap : new boolean[] {false, true}) {
            byte[] data = StoreBytes.random(BYTES, 4);
            SplittableRandom random = new SplittableRandom(5);
            bytes.write(store, 0, data);
            for (int i = 0; i < 20; i++) {
                int from = random.nextInt(BYTES / 512) * 512;
                int length = Math.min(BYTES - from, random.nextInt(1 << 10) * 512);
                if (length > 0) {
                    store.writeZeroes(from, length, mayUnmap);
                }
                Arrays.fill(data, from, from + length, (byte) 0);
            }
            assertThat(bytes.read(store, 0, BYTES)).isEqualTo(data);
        }
    }

    @Test
    void discardTouchesNothingOutsideOfItsRange() {
        byte[] data = StoreBytes.random(BYTES, 6);
        bytes.write(store, 0, data);
        store.discard(1536, 1 << 20);

        assertThat(bytes.read(store, 0, 1536)).isEqualTo(Arrays.copyOf(data, 1536));
        int behind = 1536 + (1 << 20);
        assertThat(bytes.read(store, behind, BYTES - behind)).isEqualTo(Arrays.copyOfRange(data, behind, BYTES));
    }

    @Test
    void growsAndKeepsWhatIsThere() {
        byte[] data = StoreBytes.random(BYTES, 7);
        bytes.write(store, 0, data);
        store.grow(BYTES + 4096);
        store.grow(BYTES + (1 << 20));

        assertThat(store.size()).isEqualTo(BYTES + (1 << 20));
        assertThat(bytes.read(store, 0, BYTES)).isEqualTo(data);
        assertThat(bytes.read(store, BYTES, 1 << 20)).isEqualTo(new byte[1 << 20]);
        byte[] across = StoreBytes.random(16384, 8);
        bytes.write(store, BYTES - 4096, across, 100);
        assertThat(bytes.read(store, BYTES - 4096, 16384)).isEqualTo(across);
        store.writeZeroes(BYTES - 512, 8192, true);
        assertThat(bytes.read(store, BYTES - 512, 8192)).isEqualTo(new byte[8192]);
    }

    @Test
    void growingToTheSameSizeChangesNothing() {
        store.grow(BYTES);

        assertThat(store.size()).isEqualTo(BYTES);
    }

    @Test
    void doesNotShrink() {
        assertThatThrownBy(() -> store.grow(BYTES - 512))
                .isInstanceOf(InvalidSpecException.class)
                .hasMessageContaining("4193792 bytes")
                .hasMessageContaining("4194304 bytes");
        assertThatThrownBy(() -> store.grow(BYTES + 1)).isInstanceOf(InvalidSpecException.class);
    }
}
