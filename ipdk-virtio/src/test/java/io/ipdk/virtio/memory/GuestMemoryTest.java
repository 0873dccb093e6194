package io.ipdk.virtio.memory;

import static io.ipdk.virtio.memory.GuestMemory.UNMAPPED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipdk.nativeaccess.posix.MappedMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GuestMemoryTest {
    private static final long PAGE = 0x1000;

    private final List<MemoryRegion> mapped = new ArrayList<>();

    private MemoryRegion region(long guestAddress, long userAddress, long size) {
        MemoryRegion region = new MemoryRegion(guestAddress, userAddress, size, MappedMemory.anonymous(size), 0);
        mapped.add(region);
        return region;
    }

    @AfterEach
    void unmap() {
        mapped.forEach(MemoryRegion::close);
    }

    @Test
    void translatesARangeInsideARegion() {
        MemoryRegion low = region(0x10_000, 0x7f00_0000, 4 * PAGE);
        MemoryRegion high = region(0x1_0000_0000L, 0x7f10_0000, 16 * PAGE);
        GuestMemory memory = GuestMemory.of(List.of(high, low));

        assertThat(memory.translate(0x10_000, 4 * PAGE)).isEqualTo(low.hostAddress());
        assertThat(memory.translate(0x10_123, 1)).isEqualTo(low.hostAddress() + 0x123);
        assertThat(memory.translate(0x1_0000_0008L, 8)).isEqualTo(high.hostAddress() + 8);
        assertThat(memory.regions()).containsExactly(low, high);
    }

    /** Class of CVE-2018-1059: a range that begins in guest memory and ends outside. */
    @Test
    void refusesARangeThatLeavesItsRegion() {
        GuestMemory memory = GuestMemory.of(List.of(region(0x10_000, 0, PAGE)));

        assertThat(memory.translate(0x10_000, PAGE + 1)).isEqualTo(UNMAPPED);
        assertThat(memory.translate(0x10_fff, 2)).isEqualTo(UNMAPPED);
        assertThat(memory.translate(0xf_fff, 2)).isEqualTo(UNMAPPED);
        assertThat(memory.translate(0x11_000, 1)).isEqualTo(UNMAPPED);
        assertThat(memory.translate(0, 1)).isEqualTo(UNMAPPED);
    }

    /** Class of CVE-2020-10722: address plus length wraps to a small number. */
    @Test
    void refusesLengthsThatWouldOverflow() {
        GuestMemory memory = GuestMemory.of(List.of(region(0x10_000, 0, PAGE), region(-PAGE, PAGE, PAGE)));

        assertThat(memory.translate(0x10_800, Long.MAX_VALUE)).isEqualTo(UNMAPPED);
        assertThat(memory.translate(0x10_800, -1)).isEqualTo(UNMAPPED);
        assertThat(memory.translate(0x10_800, Long.MIN_VALUE)).isEqualTo(UNMAPPED);
        assertThat(memory.translate(0x10_800, -0x10_800)).isEqualTo(UNMAPPED);
        assertThat(memory.translate(-1, 1)).isNotEqualTo(UNMAPPED);
        assertThat(memory.translate(-1, 2)).isEqualTo(UNMAPPED);
    }

    /** Class of CVE-2018-1059: neighbours in the guest need not be neighbours here. */
    @Test
    void doesNotTranslateAcrossRegionsButSaysWhereToSplit() {
        MemoryRegion first = region(0x10_000, 0, PAGE);
        MemoryRegion second = region(0x10_000 + PAGE, 0, 2 * PAGE);
        GuestMemory memory = GuestMemory.of(List.of(first, second));

        assertThat(memory.translate(0x10_800, PAGE)).isEqualTo(UNMAPPED);
        assertThat(memory.contiguous(0x10_800)).isEqualTo(0x800);
        assertThat(memory.contiguous(0x11_000)).isEqualTo(2 * PAGE);
        assertThat(memory.contiguous(0x13_000)).isZero();
        assertThat(memory.contiguous(0)).isZero();
    }

    @Test
    void translatesRingsByTheFrontEndsAddress() {
        MemoryRegion region = region(0, 0x7fff_0000_0000L, PAGE);
        GuestMemory memory = GuestMemory.of(List.of(region));

        assertThat(memory.translateUser(0x7fff_0000_0010L, 16)).isEqualTo(region.hostAddress() + 16);
        assertThat(memory.translateUser(0x7fff_0000_0010L, PAGE)).isEqualTo(UNMAPPED);
        assertThat(memory.translateUser(0, 1)).isEqualTo(UNMAPPED);
    }

    @Test
    void hasNothingWithoutRegions() {
        assertThat(GuestMemory.EMPTY.translate(0, 0)).isEqualTo(UNMAPPED);
        assertThat(GuestMemory.EMPTY.translate(0, 1)).isEqualTo(UNMAPPED);
        assertThat(GuestMemory.EMPTY.contiguous(0)).isZero();
        assertThat(GuestMemory.EMPTY.translateUser(0, 1)).isEqualTo(UNMAPPED);
    }

    @Test
    void changesByMakingAnotherTable() {
        MemoryRegion region = region(0x10_000, 0, PAGE);
        GuestMemory one = GuestMemory.EMPTY.with(region);
        GuestMemory none = one.without(region);

        assertThat(one.translate(0x10_000, 1)).isNotEqualTo(UNMAPPED);
        assertThat(none.translate(0x10_000, 1)).isEqualTo(UNMAPPED);
        assertThat(none.without(region)).isSameAs(none);
    }

    @Test
    void refusesOverlapsAndTooManyRegions() {
        MemoryRegion region = region(0x10_000, 0, 2 * PAGE);
        GuestMemory memory = GuestMemory.EMPTY.with(region);

        assertThatThrownBy(() -> memory.with(region(0x11_000, 0, PAGE))).hasMessageContaining("overlap");
        assertThatThrownBy(() -> memory.with(region(0xf_000, 0, 8 * PAGE))).hasMessageContaining("overlap");
        assertThatThrownBy(() -> memory.with(region)).hasMessageContaining("overlap");

        GuestMemory full = GuestMemory.of(manyRegions(GuestMemory.MAX_REGIONS, 2 * PAGE));
        assertThatThrownBy(() -> full.with(region)).hasMessageContaining("513 memory regions: at most 512");
    }

    @Test
    void agreesWithALinearSearchOverManyRegions() {
        List<MemoryRegion> regions = manyRegions(97, 2 * PAGE);
        GuestMemory memory = GuestMemory.of(regions);
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 200_000; i++) {
            long address = (1L << 40) + random.nextLong(-PAGE, 200 * PAGE);
            long bytes = random.nextLong(0, 2 * PAGE);
            assertThat(memory.translate(address, bytes)).isEqualTo(linear(regions, address, bytes));
        }
    }

    private static long linear(List<MemoryRegion> regions, long address, long bytes) {
        for (MemoryRegion region : regions) {
            boolean inside = address >= region.guestAddress()
                    && address < region.guestAddress() + region.size()
                    && address + bytes <= region.guestAddress() + region.size();
            if (inside) {
                return region.hostAddress() + address - region.guestAddress();
            }
        }
        return UNMAPPED;
    }

    private List<MemoryRegion> manyRegions(int count, long distance) {
        List<MemoryRegion> regions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            regions.add(region((1L << 40) + i * distance, 0, PAGE));
        }
        return regions;
    }
}
