package io.ipdk.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipdk.examples.console.Screen;
import org.junit.jupiter.api.Test;

class ProgramTest {

    @Test
    void anErrorOfTheSdkEndsWithOne() {
        assertThat(Program.execute(new PlugPort(Screen.standard()), "--ipu", "nowhere:"))
                .isOne();
    }

    @Test
    void anUnknownOptionEndsWithTwo() {
        assertThat(Program.execute(new PlugDisk(Screen.standard()), "--colour")).isEqualTo(2);
    }

    @Test
    void helpEndsWithZero() {
        assertThat(Program.execute(new PlugDisk(Screen.standard()), "--help")).isZero();
    }
}
