package io.ipdk.examples;

import io.ipdk.examples.console.Screen;
import io.ipdk.examples.console.Table;
import io.ipdk.testkit.p4runtime.conformance.ConformanceReport;
import io.ipdk.testkit.p4runtime.conformance.ConformanceResult;
import io.ipdk.testkit.p4runtime.conformance.ConformanceSuite;
import io.ipdk.testkit.p4runtime.conformance.ConformanceTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tries a P4Runtime server against the 120 behaviours that the specification demands. */
@Command(
        name = "P4RuntimeConformance",
        mixinStandardHelpOptions = true,
        description = {
            "Tries a P4Runtime server against the 120 behaviours that P4Runtime 1.5 demands.",
            "It loads programs of its own for v1model onto the device: give it one that is free."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:no behaviour failed", "1:some did"})
final class P4RuntimeConformance implements Callable<Integer> {

    private final Screen screen;

    @Parameters(index = "0", paramLabel = "HOST:PORT", description = "Where the server listens, without TLS.")
    private String address = "";

    @Option(names = "--device-id", defaultValue = "1", description = "The device (default: ${DEFAULT-VALUE}).")
    private long deviceId;

    @Option(names = "--markdown", paramLabel = "FILE", description = "Writes the whole table there, too.")
    private @Nullable Path markdown;

    P4RuntimeConformance(Screen screen) {
        this.screen = screen;
    }

    public static void main(String[] arguments) {
        Program.run(new P4RuntimeConformance(Screen.standard()), arguments);
    }

    @Override
    public Integer call() throws IOException {
        ConformanceReport report = ConformanceSuite.run(ConformanceTarget.at(address, deviceId), result -> {
            if (result.outcome() == ConformanceResult.Outcome.PASSED) {
                screen.good(result.check().title());
            } else {
                screen.bad(result.check().title());
            }
        });
        Table others = new Table("#", "result", "why");
        for (ConformanceResult result : report.results()) {
            if (result.outcome() != ConformanceResult.Outcome.PASSED) {
                others.row(
                        result.check().number(),
                        result.outcome(),
                        result.detail().lines().findFirst().orElse(""));
            }
        }
        if (!others.isEmpty()) {
            screen.table("Not passed", others);
        }
        screen.text(report.summary());
        if (markdown != null) {
            Files.writeString(markdown, report.toMarkdown());
        }
        return report.count(ConformanceResult.Outcome.FAILED) == 0 ? 0 : 1;
    }
}
