package io.ipdk.virtio.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipdk.nativeaccess.posix.MappedMemory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MemoryRegionTest {
    private final MappedMemory mapping = MappedMemory.anonymous(0x4000);

    @AfterEach
    void unmap() {
        mapping.close();
    }

    @Test
    void startsWhereTheOffsetIntoTheMappingSays() {
        MemoryRegion region = new MemoryRegion(0x1000, 0x7000, 0x2000, mapping, 0x1000);

        assertThat(region.hostAddress()).isEqualTo(mapping.address() + 0x1000);
        assertThat(region.contains(0x1000)).isTrue();
        assertThat(region.contains(0x2fff)).isTrue();
        assertThat(region.contains(0x3000)).isFalse();
        assertThat(region.contains(0xfff)).isFalse();
    }

    /** Class of CVE-2020-10722 and CVE-2026-86561: size and offset that do not fit what was mapped. */
    @Test
    void doesNotReachBeyondItsMapping() {
        assertThatThrownBy(() -> new MemoryRegion(0, 0, 0x4001, mapping, 0)).hasMessageContaining("does not fit");
        assertThatThrownBy(() -> new MemoryRegion(0, 0, 0x1000, mapping, 0x3001))
                .hasMessageContaining("does not fit");
        assertThatThrownBy(() -> new MemoryRegion(0, 0, Long.MAX_VALUE, mapping, 0x1000))
                .hasMessageContaining("does not fit");
        assertThatThrownBy(() -> new MemoryRegion(0, 0, 0x1000, mapping, -1)).hasMessageContaining("does not fit");
        assertThatThrownBy(() -> new MemoryRegion(0, 0, 0, mapping, 0)).hasMessageContaining("must be positive");
        assertThatThrownBy(() -> new MemoryRegion(0, 0, -1, mapping, 0)).hasMessageContaining("must be positive");
    }

    @Test
    void mayEndAtTheTopOfTheAddressSpaceButNotWrapAroundIt() {
        assertThat(new MemoryRegion(-0x1000, 0, 0x1000, mapping, 0).contains(-1))
                .isTrue();
        assertThatThrownBy(() -> new MemoryRegion(-0x1000, 0, 0x1001, mapping, 0))
                .hasMessageContaining("guest address 0xfffffffffffff000 wraps");
        assertThatThrownBy(() -> new MemoryRegion(0, -0x1000, 0x1001, mapping, 0))
                .hasMessageContaining("user address 0xfffffffffffff000 wraps");
    }

    @Test
    void closesItsMapping() {
        new MemoryRegion(0, 0, 0x4000, mapping, 0).close();

        assertThat(mapping.isClosed()).isTrue();
    }
}
