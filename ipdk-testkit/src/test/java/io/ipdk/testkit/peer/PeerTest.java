package io.ipdk.testkit.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PeerTest {
    @ParameterizedTest
    @EnumSource
    void isEitherThereOrSaysHowToGetIt(Peer peer) {
        if (peer.isPresent()) {
            assertThat(peer.path()).exists();
        } else {
            assertThatIllegalStateException().isThrownBy(peer::path).withMessageContaining(peer.installCommand());
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyPackageIsInstalledByTheDevScript(Peer peer) throws IOException {
        Path script = Path.of(System.getProperty("ipdk.root", ".."), "dev", "peers");
        assumeFalse(Files.notExists(script), "not in the source tree");
        List<String> words = List.of(Files.readString(script).split("\\s+"));

        assertThat(words).containsAll(peer.packages());
    }

    @Test
    void namesThePackagesInTheInstallCommand() {
        assertThat(Peer.TESTPMD.installCommand()).endsWith(" dpdk dpdk-dev");
    }
}
