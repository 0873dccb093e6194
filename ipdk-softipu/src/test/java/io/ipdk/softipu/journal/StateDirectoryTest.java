package io.ipdk.softipu.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipdk.error.IpdkException;
import io.ipdk.error.StorageException;
import io.ipdk.unit.MacAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDirectoryTest {

    @TempDir
    Path directory;

    @Test
    void aSecondIpuOnTheSameStateIsRefusedUntilTheFirstCloses() {
        StateDirectory first = StateDirectory.open(directory);

        assertThatThrownBy(() -> StateDirectory.open(directory))
                .isInstanceOf(IpdkException.class)
                .hasMessageContaining(directory.toString())
                .hasMessageContaining("open already");
        first.close();
        StateDirectory.open(directory).close();
    }

    @Test
    void aDirectoryThatCannotBeMadeIsNamed() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));

        assertThatThrownBy(() -> StateDirectory.open(file.resolve("state")))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining(file.resolve("state").toString());
    }

    @Test
    void aTemporaryDirectoryIsGoneWhenItIsClosed() throws IOException {
        StateDirectory temporary = StateDirectory.temporary();
        Files.writeString(temporary.path().resolve("something"), "x");
        temporary.close();
        temporary.close();

        assertThat(temporary.path()).doesNotExist();
    }

    @Test
    void assignedAddressesAreStableForANameAndDifferBetweenNamesAndIpus() {
        MacAddress web0;
        try (StateDirectory state = StateDirectory.open(directory.resolve("a"))) {
            web0 = IpuIdentity.of(state).assignMac("web0");
            assertThat(IpuIdentity.of(state).assignMac("web1")).isNotEqualTo(web0);
        }
        try (StateDirectory again = StateDirectory.open(directory.resolve("a"))) {
            assertThat(IpuIdentity.of(again).assignMac("web0")).isEqualTo(web0);
        }
        try (StateDirectory other = StateDirectory.open(directory.resolve("b"))) {
            assertThat(IpuIdentity.of(other).assignMac("web0")).isNotEqualTo(web0);
        }
        assertThat(web0.isMulticast()).isFalse();
        assertThat(web0.isLocallyAdministered()).isTrue();
    }
}
