package io.ipdk.testkit.dpdk.eal;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipdk.testkit.peer.Peer;
import io.ipdk.testkit.peer.RequiresPeer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The start and the end of the environment, each in a process of its own, which must outlive every refusal. */
@RequiresPeer(Peer.DPDK)
class EalLifecycleIT {
    @Test
    void theEnvironmentIsStartedOncePerProcess() throws Exception {
        assertThat(run(EalPrograms.TWICE))
                .contains("closed: ClosedException")
                .contains("again: IllegalStateException")
                .contains("can be started once")
                .endsWith("alive");
    }

    @Test
    void anMbufGivenBackTwiceIsAnErrorWhereMbufsAreTracked() throws Exception {
        assertThat(run(EalPrograms.TRACKED))
                .contains("twice in one burst: IllegalStateException")
                .contains("freed after it was sent: IllegalStateException")
                .contains("available 127, held 0")
                .endsWith("alive");
    }

    @Test
    void aDeviceThatCannotBeMadeAtTheStartIsSaid() throws Exception {
        assertThat(run(EalPrograms.BAD_DEVICE))
                .contains("DpdkException")
                .contains("rte_eal_init")
                .endsWith("alive");
    }

    @Test
    void tooLittleMemoryIsSaid() throws Exception {
        assertThat(run(EalPrograms.LITTLE_MEMORY)).contains("DpdkException").endsWith("alive");
    }

    @Test
    void moreTagsThanTheMbufHasRoomForAreSaid() throws Exception {
        assertThat(run(EalPrograms.FIELDS))
                .contains("DpdkException")
                .contains("rte_mbuf_dynfield_register(ipdk_field_")
                .endsWith("alive");
    }

    @Test
    void anAbiThatIsNotInstalledIsSaidWithWhatWasTried() throws Exception {
        assertThat(run(EalPrograms.LOAD, "-Dio.ipdk.dpdk.abi=26"))
                .contains("UnsupportedException")
                .contains("librte_eal.so.26")
                .contains("apt-get install")
                .endsWith("alive");
        assertThat(run(EalPrograms.LOAD, "-Dio.ipdk.dpdk.abi=7"))
                .contains("none of 23 to 26")
                .endsWith("alive");
    }

    @Test
    void burstsGoThroughDirectMappingWhereNothingElseMay() throws Exception {
        assertThat(run(EalPrograms.TRACKED, "-Dio.ipdk.dpdk.calls=jna"))
                .contains("through JNA direct mapping")
                .contains("available 127, held 0")
                .endsWith("alive");
    }

    @Test
    @RequiresPeer(Peer.HUGE_PAGES)
    void hugePagesAreTakenAndGivenBack() throws Exception {
        assertThat(run(EalPrograms.HUGE)).contains("available 127").endsWith("alive");
    }

    private static String run(String scenario, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        if (Runtime.version().feature() >= 22) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), EalPrograms.class.getName(), scenario));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output.strip();
    }
}
