package io.ipdk.testkit.p4runtime.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.grpc.inprocess.InProcessChannelBuilder;
import io.ipdk.p4target.PipelineOptions;
import io.ipdk.p4target.TargetClock;
import io.ipdk.p4target.ValueTranslation;
import io.ipdk.p4target.device.P4Device;
import io.ipdk.p4target.server.P4RuntimeServer;
import io.ipdk.p4target.server.P4RuntimeServerSpec;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every behaviour of the suite, on a server of our own that is started for each; or on the server at
 * {@code -Dipdk.p4runtime.target=host:port}, with {@code -Dipdk.p4runtime.device} for a device other than 1.
 *
 * <p>{@code -Dipdk.p4runtime.page=write} renews docs/p4runtime-conformance.md; without it the page is checked.
 */
class P4RuntimeConformanceTest {
    private static final String TARGET = System.getProperty("ipdk.p4runtime.target", "");
    private static final long DEVICE = Long.getLong("ipdk.p4runtime.device", 1);
    private static final Path PAGE = Path.of(System.getProperty("ipdk.root", ".."), "docs", "p4runtime-conformance.md");
    private static final String HEAD = """
            # P4Runtime conformance

            What `ipdk-p4target` does of what P4Runtime 1.5 demands, by the suite of `ipdk-testkit`
            (`io.ipdk.testkit.p4runtime.conformance`). The suite writes this page; its test checks it. Against another server:

                mvn -pl ipdk-testkit -am -Dtest=P4RuntimeConformanceTest -Dsurefire.failIfNoSpecifiedTests=false \\
                    -Dipdk.p4runtime.target=HOST:PORT -Dipdk.p4runtime.device=1 verify

            """;

    @Test
    void hasTheBehavioursOneTo120OnceEach() {
        assertThat(ConformanceSuite.checks())
                .extracting(ConformanceCheck::number)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 120).boxed().toList());
    }

    @TestFactory
    Stream<DynamicTest> behaviours() {
        List<ConformanceResult> results = Collections.synchronizedList(new ArrayList<>());
        Stream<DynamicTest> behaviours = ConformanceSuite.checks().stream()
                .map(check -> DynamicTest.dynamicTest(check.title(), () -> {
                    ConformanceResult result = run(check);
                    results.add(result);
                    assertThat(result.outcome()).as(result.detail()).isNotEqualTo(ConformanceResult.Outcome.FAILED);
                    assumeThat(result.outcome()).as(result.detail()).isEqualTo(ConformanceResult.Outcome.PASSED);
                }));
        return TARGET.isEmpty()
                ? Stream.concat(
                        behaviours, Stream.of(DynamicTest.dynamicTest("the page shows it", () -> checkPage(results))))
                : behaviours;
    }

    private static ConformanceResult run(ConformanceCheck check) {
        if (!TARGET.isEmpty()) {
            return ConformanceSuite.run(check, ConformanceTarget.at(TARGET, DEVICE));
        }
        String name = "conformance-" + check.number();
        P4RuntimeServerSpec spec = P4RuntimeServerSpec.builder()
                .device(DEVICE, device())
                .inProcess(name)
                .build();
        try (P4RuntimeServer server = P4RuntimeServer.start(spec)) {
            assertThat(server.port()).isNegative();
            return ConformanceSuite.run(
                    check,
                    ConformanceTarget.of(
                            () -> InProcessChannelBuilder.forName(name)
                                    .maxInboundMessageSize(64 << 20)
                                    .maxInboundMetadataSize(1 << 20)
                                    .build(),
                            DEVICE));
        }
    }

    private static P4Device device() {
        Map<String, BigInteger> ports = new HashMap<>();
        for (String port : ConformanceSuite.TRANSLATED_PORTS) {
            ports.put(port, BigInteger.valueOf(ports.size() + 1L));
        }
        PipelineOptions options = PipelineOptions.defaults()
                .withTranslation(ConformanceSuite.PORT_URI, ValueTranslation.of(ports))
                .withTranslation(ConformanceSuite.VRF_URI, ValueTranslation.of(Map.of("1", BigInteger.ONE)));
        return new P4Device(options, TargetClock.system(), (port, bytes, offset, length) -> {});
    }

    private static void checkPage(List<ConformanceResult> results) throws IOException {
        List<ConformanceResult> sorted = new ArrayList<>(results);
        sorted.sort(Comparator.comparingInt(result -> result.check().number()));
        ConformanceReport report = new ConformanceReport(sorted);
        String page = HEAD + report.summary() + ".\n\n" + report.toMarkdown();
        if (System.getProperty("ipdk.p4runtime.page", "").equals("write")) {
            Files.writeString(PAGE, page);
        }
        assertThat(PAGE).as("renew it with -Dipdk.p4runtime.page=write").hasContent(page);
    }
}
