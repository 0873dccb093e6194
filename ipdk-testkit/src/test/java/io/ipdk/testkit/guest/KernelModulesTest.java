package io.ipdk.testkit.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelModulesTest {

    @TempDir
    Path directory;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(directory.resolve("modules.dep"), """
                kernel/virtio_ring.ko:
                kernel/virtio.ko: kernel/virtio_ring.ko
                kernel/net_failover.ko: kernel/failover.ko
                kernel/failover.ko:
                kernel/virtio_net.ko: kernel/net_failover.ko kernel/failover.ko kernel/virtio.ko kernel/virtio_ring.ko
                kernel/virtio-rng.ko: kernel/virtio.ko kernel/virtio_ring.ko
                """);
        Files.writeString(directory.resolve("modules.builtin"), "kernel/fs/ext4/ext4.ko\n");
    }

    private List<String> order(String... names) {
        return KernelModules.read(directory).inLoadOrder(List.of(names)).stream()
                .map(path -> directory.relativize(path).getFileName().toString())
                .toList();
    }

    @Test
    void loadsWhatAModuleNeedsBeforeIt() {
        assertThat(order("virtio_net"))
                .containsExactly("virtio_ring.ko", "virtio.ko", "failover.ko", "net_failover.ko", "virtio_net.ko");
    }

    @Test
    void loadsWhatTwoModulesNeedOnce() {
        assertThat(order("virtio", "virtio_rng")).containsExactly("virtio_ring.ko", "virtio.ko", "virtio-rng.ko");
    }

    @Test
    void takesDashAndUnderscoreForTheSame() {
        assertThat(order("virtio-rng")).isEqualTo(order("virtio_rng"));
    }

    @Test
    void leavesOutWhatIsBuiltIntoTheKernel() {
        assertThat(order("ext4")).isEmpty();
    }

    @Test
    void namesAModuleThatTheKernelDoesNotHave() {
        assertThatExceptionOfType(GuestException.class)
                .isThrownBy(() -> order("nvme"))
                .withMessageContaining("no module nvme");
    }

    @Test
    void namesAModuleListThatIsNotThere() {
        assertThatExceptionOfType(GuestException.class)
                .isThrownBy(() -> KernelModules.read(directory.resolve("other")))
                .withMessageContaining("other/modules.dep");
    }
}
