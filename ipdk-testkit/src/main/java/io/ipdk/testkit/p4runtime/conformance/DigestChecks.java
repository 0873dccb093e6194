package io.ipdk.testkit.p4runtime.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.Code;
import java.util.List;
import java.util.Objects;
import org.p4.v1.DigestList;
import org.p4.v1.StreamError;
import org.p4.v1.StreamMessageResponse.UpdateCase;

/** Digests: the l2_switch program learns source addresses, also those of packet-outs. */
final class DigestChecks {
    private static final String DIGEST = "digest_entry { digest_id: @mac_learn_t %s }";

    private DigestChecks() {}

    static List<ConformanceCheck> checks() {
        return new CheckList()
                .section("DigestEntry")
                .check(93, "digests are off until INSERT, changed by MODIFY, and off again after DELETE", bench -> {
                    bench.load("l2_switch");
                    learn(bench, 1);
                    bench.primary().expectNone(UpdateCase.DIGEST);
                    bench.refuse(bench.modify(DIGEST.formatted("config {}")), Code.NOT_FOUND);
                    bench.accept(bench.insert(DIGEST.formatted("config { max_list_size: 1 }")));
                    bench.refuse(bench.insert(DIGEST.formatted("config {}")), Code.ALREADY_EXISTS);
                    learn(bench, 1);
                    assertThat(digest(bench).getDataCount()).isEqualTo(1);
                    bench.accept(bench.modify(DIGEST.formatted("config { max_list_size: 7 max_timeout_ns: 5000000 }")));
                    assertThat(bench.readOne(DIGEST.formatted(""))
                                    .getDigestEntry()
                                    .getConfig()
                                    .getMaxListSize())
                            .isEqualTo(7);
                    bench.accept(bench.delete(DIGEST.formatted("")));
                    learn(bench, 2);
                    bench.primary().expectNone(UpdateCase.DIGEST);
                })
                .section("DigestEntry")
                .check(94, "a list holds distinct values and goes at its size or its time", bench -> {
                    bench.load("l2_switch");
                    bench.accept(
                            bench.insert(DIGEST.formatted("config { max_list_size: 3 max_timeout_ns: 60000000000 }")));
                    learn(bench, 1);
                    learn(bench, 1);
                    learn(bench, 2);
                    bench.primary().expectNone(UpdateCase.DIGEST);
                    learn(bench, 3);
                    assertThat(digest(bench).getDataList()).hasSize(3).doesNotHaveDuplicates();
                    bench.accept(bench.modify(DIGEST.formatted("config { max_timeout_ns: 20000000 }")));
                    learn(bench, 4);
                    assertThat(digest(bench).getDataList()).hasSize(1);
                })
                .check(95, "what was sent is held back until its acknowledgement or ack_timeout_ns", bench -> {
                    bench.load("l2_switch");
                    bench.accept(
                            bench.insert(DIGEST.formatted("config { max_list_size: 1 ack_timeout_ns: 60000000000 }")));
                    learn(bench, 1);
                    DigestList first = digest(bench);
                    learn(bench, 1);
                    bench.primary().expectNone(UpdateCase.DIGEST);
                    bench.primary().acknowledge(first.getDigestId(), first.getListId());
                    learn(bench, 1);
                    assertThat(digest(bench).getListId()).isNotEqualTo(first.getListId());
                    bench.accept(bench.modify(DIGEST.formatted("config { max_list_size: 1 }")));
                    learn(bench, 7);
                    digest(bench);
                    learn(bench, 7);
                    digest(bench);
                    bench.primary().acknowledge(0x1234567, 1);
                    StreamError error = bench.primary().await(UpdateCase.ERROR).getError();
                    assertThat(error.getCanonicalCode()).isEqualTo(Code.INVALID_ARGUMENT.getNumber());
                    assertThat(error.hasDigestListAck()).isTrue();
                })
                .section("DigestEntry")
                .check(96, "digest lists go to the primary only", bench -> {
                    bench.load("l2_switch");
                    bench.accept(bench.insert(DIGEST.formatted("config { max_list_size: 1 }")));
                    Controller backup = bench.connect()
                            .arbitrate(
                                    "",
                                    Bench.plus(
                                            Objects.requireNonNull(
                                                    bench.primary().electionId()),
                                            -1));
                    backup.expect(Code.ALREADY_EXISTS);
                    learn(bench, 1);
                    digest(bench);
                    backup.expectNone(UpdateCase.DIGEST);
                })
                .checks();
    }

    /** A frame with a source address that the table does not know. */
    private static void learn(Bench bench, int station) {
        bench.inject("0200000000ff0200000000%02xffff".formatted(station));
    }

    private static DigestList digest(Bench bench) {
        return bench.primary().await(UpdateCase.DIGEST).getDigest();
    }
}
