package org.p4.v1;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.TextFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p4.config.v1.MatchField;
import org.p4.config.v1.P4Info;

/** P4Info as p4c writes it. */
class P4InfoTextTest {
    @ParameterizedTest
    @ValueSource(strings = {"l2_switch", "l3_router", "tunnel_p4runtime_types", "const_tables"})
    void whatP4cWritesIsReadWhole(String program) throws IOException {
        P4Info info = parse(program);

        assertThat(info.getTablesList()).isNotEmpty().allSatisfy(table -> {
            assertThat(table.getPreamble().getId() >>> 24).isEqualTo(0x02);
            assertThat(table.getPreamble().getName()).contains(".");
        });
        assertThat(TextFormat.parse(TextFormat.printer().printToString(info), P4Info.class))
                .isEqualTo(info);
    }

    @ParameterizedTest
    @ValueSource(strings = {"l2_switch", "l3_router", "tunnel_p4runtime_types", "const_tables"})
    void theBinaryFormKeepsEverything(String program) throws InvalidProtocolBufferException, IOException {
        P4Info info = parse(program);

        assertThat(P4Info.parseFrom(info.toByteString())).isEqualTo(info);
    }

    @Test
    void matchKindsAreRead() throws IOException {
        assertThat(parse("l3_router").getTablesList())
                .flatExtracting(table -> table.getMatchFieldsList())
                .extracting(MatchField::getMatchType)
                .contains(MatchField.MatchType.LPM, MatchField.MatchType.EXACT);
    }

    private static P4Info parse(String program) throws IOException {
        try (InputStream in = Objects.requireNonNull(
                P4InfoTextTest.class.getResourceAsStream("/p4info/" + program + ".p4info.txtpb"), program)) {
            return TextFormat.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), P4Info.class);
        }
    }
}
