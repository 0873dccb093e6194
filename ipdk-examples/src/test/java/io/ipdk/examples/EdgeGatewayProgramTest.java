package io.ipdk.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EdgeGatewayProgramTest {
    private final PrintedScreen printed = new PrintedScreen();

    @Test
    void aPacketWithARouteLeavesAndOneWithoutGoesToTheController() {
        assertThat(Program.execute(new EdgeGateway(printed.screen()))).isZero();
        assertThat(printed.text())
                .contains("out of port 2: 02aa0000000202ee00000002", "to the controller from port 1, reason 1");
    }
}
