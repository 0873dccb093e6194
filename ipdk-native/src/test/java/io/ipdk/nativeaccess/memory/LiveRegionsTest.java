package io.ipdk.nativeaccess.memory;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiveRegionsTest {
    private final LiveRegions regions = new LiveRegions();

    @BeforeEach
    void addThree() {
        regions.add(0x1000, 0x1000, "low");
        regions.add(0x8000, 0x1000, "high");
        regions.add(0x9000, 0x1000, "next to high");
    }

    @ParameterizedTest
    @CsvSource({"0x1000,1", "0x1000,0x1000", "0x1fff,1", "0x8ff8,8", "0x9000,8", "0x9fff,1"})
    void accessInsideOneRegionPasses(String address, String bytes) {
        assertThatCode(() -> regions.check(Long.decode(address), Long.decode(bytes)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "0xfff,1",
        "0xfff,2",
        "0x1fff,2",
        "0x2000,1",
        "0x7fff,1",
        "0xa000,1",
        "0x8000,0x2000",
        "0x8ffc,8",
        "0x1000,-1",
        "0x1000,0x7fffffffffffffff",
        "-8,8",
        "0,1"
    })
    void accessNotInsideOneRegionIsRefused(String address, String bytes) {
        assertThatThrownBy(() -> regions.check(Long.decode(address), Long.decode(bytes)))
                .isInstanceOfSatisfying(MemoryAccessError.class, e -> {
                    org.assertj.core.api.Assertions.assertThat(e.address()).isEqualTo(Long.decode(address));
                    org.assertj.core.api.Assertions.assertThat(e.bytes()).isEqualTo(Long.decode(bytes));
                });
    }

    @Test
    void missNamesTheAccessAndTheNearestRegion() {
        assertThatThrownBy(() -> regions.check(0x2004, 4))
                .isInstanceOf(MemoryAccessError.class)
                .hasMessage("access to 4 bytes at 0x2004 is not inside one live region; "
                        + "the nearest live region is \"low\" [0x1000, 0x2000)");
    }

    @Test
    void emptyAccessPassesAnywhere() {
        assertThatCode(() -> regions.check(0x5000, 0)).doesNotThrowAnyException();
    }

    @Test
    void removedRegionIsLiveNoMore() {
        regions.remove(0x8000);

        assertThatThrownBy(() -> regions.check(0x8000, 1)).hasMessageContaining("next to high");
        assertThatThrownBy(() -> regions.remove(0x8000)).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @CsvSource({"0x1000,1", "0xfff,2", "0x1fff,1", "0x800,0x8000"})
    void overlappingRegionIsRefused(String address, String bytes) {
        assertThatThrownBy(() -> regions.add(Long.decode(address), Long.decode(bytes), "intruder"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("intruder")
                .hasMessageContaining("overlaps");
    }

    @ParameterizedTest
    @CsvSource({"0,1", "-1,1", "0x100,0", "0x100,-5", "0x100,0x7fffffffffffffff"})
    void impossibleRegionIsRefused(String address, String bytes) {
        assertThatThrownBy(() -> regions.add(Long.decode(address), Long.decode(bytes), "odd"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void missWithoutAnyRegionSaysSo() {
        assertThatThrownBy(() -> new LiveRegions().check(1, 1)).hasMessageContaining("there is no live region");
    }
}
