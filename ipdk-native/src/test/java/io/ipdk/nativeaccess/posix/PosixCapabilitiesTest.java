package io.ipdk.nativeaccess.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class PosixCapabilitiesTest {
    @Test
    void whatDevicesNeedIsThere() {
        PosixCapabilities capabilities = PosixCapabilities.probe();

        for (String name : List.of("C library", "shared memory", "events", "descriptor passing", "file locks")) {
            assertThat(capabilities.find(name)).as(name).get().satisfies(each -> {
                assertThat(each.available()).isTrue();
                assertThat(each.cause()).isNotEmpty();
                assertThat(each.advice()).isEmpty();
            });
        }
    }

    @Test
    void whatIsMissingHasACauseAndAnAdvice() {
        PosixCapabilities capabilities = PosixCapabilities.probe();

        assertThat(capabilities.all())
                .filteredOn(each -> !each.available())
                .allSatisfy(each -> assertThat(each.cause()).isNotEmpty())
                .allSatisfy(each -> assertThat(each.advice()).isNotEmpty());
        assertThat(capabilities.find("huge pages")).isPresent();
        assertThat(capabilities.find("tun")).isPresent();
        assertThat(capabilities.find("io_uring")).isPresent();
        assertThat(capabilities.find("unheard of")).isEmpty();
    }

    @Test
    void leavesNothingBehind() throws IOException {
        PosixCapabilities.probe();
        long before = OpenDescriptors.count("");

        PosixCapabilities.probe();

        assertThat(OpenDescriptors.count("")).isEqualTo(before);
    }

    @Test
    void anotherOperatingSystemIsAnAnswerAndNoCrash() throws Exception {
        Process child = ChildJvm.start(List.of("-Dos.name=Plan 9"), Probe.class);

        String output = new String(child.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);

        assertThat(child.waitFor()).isZero();
        assertThat(output)
                .contains("C library false native access needs Linux")
                .contains("run on such a machine")
                .contains("UnsupportedException: native access needs Linux on x86-64 or arm64 and this is Plan 9");
    }

    /** Prints what was found, and how a call fails where nothing is supported. */
    static final class Probe {
        private Probe() {}

        public static void main(String[] arguments) {
            for (Capability each : PosixCapabilities.probe().all()) {
                System.out.println(each.name() + " " + each.available() + " " + each.cause() + " " + each.advice());
            }
            try {
                EventFd.create().close();
            } catch (io.ipdk.error.IpdkException e) {
                System.out.println(e);
            }
        }
    }
}
