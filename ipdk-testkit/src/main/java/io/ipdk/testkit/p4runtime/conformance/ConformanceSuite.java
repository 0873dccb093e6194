package io.ipdk.testkit.p4runtime.conformance;

import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/**
 * The 120 behaviours that P4Runtime 1.5 demands of a server, as checks.
 *
 * <p>The suite loads programs of its own onto the device it is given and leaves it with one of them. A few checks need a server
 * that was just started; on others they end {@link ConformanceResult.Outcome#UNDECIDED}. The tunnel program's translation is
 * only checked where the server knows the mapping of {@link #TRANSLATED_PORTS}. Immutable.
 */
public final class ConformanceSuite {
    /** The URI of the ports of the program with translated types. */
    public static final String PORT_URI = "corpus.example/port_id";

    /** The URI of the VRFs of the program with translated types. */
    public static final String VRF_URI = "corpus.example/vrf_id";

    /** The names of ports 1 to 3 under {@link #PORT_URI}. */
    public static final List<String> TRANSLATED_PORTS = List.of("eth1", "eth2", "uplink");

    private ConformanceSuite() {}

    /** All checks, by number. */
    public static List<ConformanceCheck> checks() {
        List<ConformanceCheck> all = new ArrayList<>();
        all.addAll(ArbitrationChecks.checks());
        all.addAll(WriteChecks.checks());
        all.addAll(BytestringChecks.checks());
        all.addAll(MatchChecks.checks());
        all.addAll(ActionChecks.checks());
        all.addAll(DefaultEntryChecks.checks());
        all.addAll(ConstTableChecks.checks());
        all.addAll(ResourceChecks.checks());
        all.addAll(ProfileChecks.checks());
        all.addAll(ReplicationChecks.checks());
        all.addAll(DigestChecks.checks());
        all.addAll(IdleChecks.checks());
        all.addAll(ReadChecks.checks());
        all.addAll(PipelineChecks.checks());
        all.addAll(StreamChecks.checks());
        all.sort(Comparator.comparingInt(ConformanceCheck::number));
        return List.copyOf(all);
    }

    /** Runs one check. */
    public static ConformanceResult run(ConformanceCheck check, ConformanceTarget target) {
        try (Bench bench = new Bench(target)) {
            check.test().run(bench);
            return new ConformanceResult(check, ConformanceResult.Outcome.PASSED, "");
        } catch (UndecidedException e) {
            return new ConformanceResult(
                    check,
                    e.isUnsupported() ? ConformanceResult.Outcome.UNSUPPORTED : ConformanceResult.Outcome.UNDECIDED,
                    text(e));
        } catch (AssertionError | StatusRuntimeException e) {
            return new ConformanceResult(check, ConformanceResult.Outcome.FAILED, text(e));
        } catch (Exception e) {
            return new ConformanceResult(check, ConformanceResult.Outcome.FAILED, e + " in the check itself");
        }
    }

    /**
     * Runs all checks.
     *
     * @param progress hears of each as it ends
     */
    public static ConformanceReport run(ConformanceTarget target, Consumer<ConformanceResult> progress) {
        // What needs a server that was just started goes first.
        List<ConformanceCheck> order = new ArrayList<>(checks());
        order.sort(
                Comparator.comparingInt(check -> PipelineChecks.NEEDS_FRESH_SERVER.contains(check.number()) ? 0 : 1));
        List<ConformanceResult> results = new ArrayList<>();
        for (ConformanceCheck check : order) {
            ConformanceResult result = run(check, target);
            results.add(result);
            progress.accept(result);
        }
        results.sort(Comparator.comparingInt(result -> result.check().number()));
        return new ConformanceReport(results);
    }

    private static String text(Throwable failure) {
        return String.valueOf(failure.getMessage()).strip();
    }
}
