package io.ipdk.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DemoIT {

    private final PrintedScreen printed = new PrintedScreen();

    @Test
    void theEmbeddedDemoHoldsEveryCheck() {
        int exitCode = Program.execute(new Demo(printed.screen()), "--small");

        assertThat(printed.text())
                .contains(
                        "frames of 1514 bytes that arrived: 5000",
                        "Rate limit of web0, changed live",
                        "what decides now: PROGRAM",
                        "packets routed: 5000",
                        "table GwIngress.routes: hit",
                        "packets that the entry has counted: 64",
                        "PipelineChanged to edge_gateway",
                        "SHA-256 of the image file",
                        "IOPS limit of data0, changed live",
                        "data0 unplugged: ACKNOWLEDGED",
                        "all held")
                .doesNotContain("✗");
        assertThat(exitCode).isZero();
    }
}
