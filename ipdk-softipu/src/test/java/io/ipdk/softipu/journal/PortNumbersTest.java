package io.ipdk.softipu.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipdk.error.CapacityException;
import io.ipdk.error.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortNumbersTest {
    @TempDir
    Path directory;

    private StateDirectory state;

    @BeforeEach
    void open() {
        state = StateDirectory.open(directory);
    }

    @AfterEach
    void close() {
        state.close();
    }

    private PortNumbers numbers() {
        return PortNumbers.of(state, 5, 3);
    }

    @Test
    void namesGetTheLowestFreeNumberButTheReservedOne() {
        PortNumbers numbers = numbers();
        assertThat(numbers.assign("a")).isEqualTo(1);
        assertThat(numbers.assign("b")).isEqualTo(2);
        assertThat(numbers.assign("c")).isEqualTo(4);
        assertThat(numbers.assign("a")).isEqualTo(1);
        assertThat(numbers.find("c")).hasValue(4);
        assertThat(numbers.find("d")).isEmpty();
    }

    @Test
    void aNameKeepsItsNumberWhenItsPortHasGoneAndAfterARestart() {
        PortNumbers before = numbers();
        before.assign("a");
        before.assign("b");
        before.release("a");
        assertThat(before.assign("c")).isEqualTo(4);

        PortNumbers after = numbers();
        assertThat(after.assign("c")).isEqualTo(4);
        assertThat(after.assign("b")).isEqualTo(2);
        assertThat(after.assign("a")).isEqualTo(1);
    }

    @Test
    void onlyWhenAllAreGivenAwayIsANumberOfAGonePortUsedAgain() {
        PortNumbers numbers = numbers();
        for (String name : new String[] {"a", "b", "c", "d"}) {
            numbers.assign(name);
        }
        assertThatThrownBy(() -> numbers.assign("e"))
                .isInstanceOf(CapacityException.class)
                .hasMessageContaining("unplug a port");
        numbers.release("b");
        assertThat(numbers.assign("e")).isEqualTo(2);
        assertThat(numbers.find("b")).isEmpty();
        assertThat(numbers().find("e")).hasValue(2);
    }

    @Test
    void aFileThatCannotBeReadIsNamed() throws IOException {
        Files.writeString(directory.resolve("pipeline-ports.json"), "{\"format\":2}");
        assertThatThrownBy(this::numbers)
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("pipeline-ports.json");
    }

    @Test
    void numbersThatCannotBeAreLeftOut() throws IOException {
        Files.writeString(
                directory.resolve("pipeline-ports.json"),
                "{\"format\":1,\"ports\":{\"a\":1,\"b\":1,\"c\":3,\"d\":99,\"e\":5}}");
        PortNumbers numbers = numbers();
        assertThat(numbers.find("a")).hasValue(1);
        assertThat(numbers.find("e")).hasValue(5);
        assertThat(numbers.find("b")).isEmpty();
        assertThat(numbers.find("c")).isEmpty();
        assertThat(numbers.find("d")).isEmpty();
    }
}
