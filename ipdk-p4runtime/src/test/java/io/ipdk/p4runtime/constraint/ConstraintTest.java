package io.ipdk.p4runtime.constraint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.TextFormat;
import io.ipdk.p4runtime.codec.EntityCodec;
import io.ipdk.p4runtime.entity.TableEntry;
import io.ipdk.p4runtime.info.P4Info;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConstraintTest {
    private static final String TABLE = """
            tables {
              preamble { id: 1 name: "c.t" alias: "t" CONSTRAINT }
              match_fields { id: 1 name: "e" bitwidth: 16 match_type: EXACT }
              match_fields { id: 2 name: "hdr.t" bitwidth: 32 match_type: TERNARY }
              match_fields { id: 3 name: "l" bitwidth: 32 match_type: LPM }
              match_fields { id: 4 name: "r" bitwidth: 16 match_type: RANGE }
              match_fields { id: 5 name: "o" bitwidth: 9 match_type: OPTIONAL }
              match_fields { id: 6 name: "b" bitwidth: 1 match_type: EXACT }
              match_fields { id: 7 name: "six" bitwidth: 128 match_type: TERNARY }
              match_fields { id: 8 name: "mac" bitwidth: 48 match_type: TERNARY }
              match_fields { id: 9 name: "s" match_type: OPTIONAL type_name { name: "s_t" } }
              action_refs { id: 2 }
            }
            actions { preamble { id: 2 name: "a" } }
            type_info { new_types { key: "s_t" value { translated_type { uri: "x" sdn_string { } } } } }
            """;

    private static final TableEntry ENTRY = TableEntry.in("t")
            .exact("e", 0x0800)
            .exact("b", 1)
            .ternary("hdr.t", 0x0a000000, 0xff000000L)
            .lpm("l", "10.0.0.0/8")
            .range("r", 80, 443)
            .optional("o", 5)
            .ternary("mac", "02:00:00:00:00:01")
            .priority(10)
            .action("a");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "true",
                "!false",
                "e == 0x0800",
                "e == 2048",
                "e == 0b100000000000",
                "e == 0o4000",
                "e == 0d2048",
                "e::value == 2048",
                "e > 2047",
                "e >= 2048 && e <= 2048",
                "e != 1",
                "hdr.t == 10 || hdr.t::value == 0x0a000000",
                "hdr.t::mask == 0xff000000",
                "hdr.t::mask != -1",
                "hdr.t != 0x0a000000",
                "l::prefix_length == 8",
                "l::prefix_length > -1",
                "-l::prefix_length == -8",
                "l::value == ipv4('10.0.0.0')",
                "l != ipv4('10.0.0.0')",
                "r::low == 80; r::high == 443;",
                "r::low < r::high",
                "r != 80",
                "o == 5",
                "o::mask == -1",
                "o::value == 5 && o::mask == 511",
                "b == 1",
                "b == true",
                "b != false",
                "mac == mac('02:00:00:00:00:01')",
                "six::mask == 0",
                "six::value == ipv6('::')",
                "::priority == 10",
                "::priority < 0x7fffffff",
                "false -> false",
                "e == 1 -> false",
                "(e == 2048) == true",
                "(e == 1) == (e == 2)",
                "true; true",
                "(true; true;)",
                "!!true",
                "false && false || true",
                "true || false && false",
                "// a remark\n true",
                "/* a\n remark */ true /* and one more */",
                "true;\n",
                "--l::prefix_length == 8",
                "e == 67584",
                "(((((e == 2048)))))",
                "e == 2048 -> (l::prefix_length == 8 -> true)"
            })
    void holds(String constraint) {
        assertThatCode(() -> codec(constraint).encode(ENTRY)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "false",
                "!true",
                "e == 1",
                "e < 2048",
                "hdr.t::mask == 0",
                "hdr.t == 0x0a000000",
                "l::prefix_length > 8",
                "l == ipv4('10.0.0.0')",
                "r == 80",
                "r::high <= 80",
                "o == 6",
                "o::mask == 0",
                "b == false",
                "six::mask != 0",
                "::priority > 10",
                "true -> false",
                "true; false; true",
                "false || false",
                "(e == 2048) == false",
                "e == 2048 && e == 2049"
            })
    void doesNotHold(String constraint) {
        assertThatThrownBy(() -> codec(constraint).encode(ENTRY)).isInstanceOf(ConstraintViolationException.class);
    }

    @Test
    void fieldsThatAreLeftOutMatchAnything() {
        TableEntry entry =
                TableEntry.in("t").exact("e", 1).exact("b", 0).priority(1).action("a");

        assertThatCode(() -> codec("hdr.t::mask == 0 && l::prefix_length == 0 && r::low == 0 && r::high == 0xffff"
                                + " && o::mask == 0 && o::value == 0")
                        .encode(entry))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> codec("hdr.t::mask != 0").encode(entry))
                .isInstanceOf(ConstraintViolationException.class)
                .hasMessageContaining("hdr.t is anything");
    }

    @Test
    void theErrorShowsThePartThatFailsAndTheValuesInIt() {
        ConstraintViolationException error = catchThrowableOfType(
                ConstraintViolationException.class,
                () -> codec("e != 0;\n  r::low >= 100 && ::priority > 3;  l::prefix_length <= 24")
                        .encode(ENTRY));

        assertThat(error.constraint()).isEqualTo("r::low >= 100");
        assertThat(error.values()).containsExactlyEntriesOf(Map.of("r", "80..0x1bb"));
        assertThat(error.owner()).isEqualTo("table t");
        assertThat(error)
                .hasMessageContainingAll("table t demands r::low >= 100", "r is 80..0x1bb", "line 2, column 3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ";",
                "e",
                "e ==",
                "e == 0b2",
                "e == 0x",
                "e == 1 2",
                "error here",
                "(e == 1",
                "e == 1)",
                "e = 1",
                "e == 1 == 1",
                "true -> true -> true",
                "foo == 1",
                "e::mask == 0",
                "hdr.t::prefix_length == 1",
                "0x0F::value == 1",
                "-false",
                "!1",
                "o > 10",
                "hdr.t < 1",
                "::unknown > 1",
                "::",
                "e::",
                "hdr. == 1",
                "e == mac('zz')",
                "e == ipv5('1.2.3.4')",
                "e == ipv4(1)",
                "e == ipv4('1.2.3.4'",
                "'text'",
                "/* no end",
                "e == 'text",
                "e == true",
                "s == 1",
                "e == hdr.t",
                "true && 1",
                "1 -> true",
                "e == 1 &",
                "#",
                "a b",
                "hdr.t == l",
                "true == 1"
            })
    void whatIsNoConstraintIsRefusedWithItsPlace(String constraint) {
        ConstraintSyntaxException error =
                catchThrowableOfType(ConstraintSyntaxException.class, () -> codec(constraint));

        assertThat(error).isNotNull();
        assertThat(error.owner()).isEqualTo("table t");
        assertThat(error.line()).isEqualTo(1);
        assertThat(error.column()).isBetween(1, constraint.length() + 1);
        assertThat(error).hasMessageContainingAll("@entry_restriction of table t", "column " + error.column(), "^");
        assertThatCode(() -> EntityCodec.withoutConstraints(info(constraint))).doesNotThrowAnyException();
    }

    @Test
    void thePlaceIsThatInTheProgramWhereItSaysSo() {
        String text = TABLE.replace(
                "CONSTRAINT",
                annotation("@file(\"acl.p4\")")
                        + annotation("@line(40)")
                        + annotation("@entry_restriction(\"e == 1;\n  foo == 2\")"));

        assertThatThrownBy(() -> P4Constraints.of(P4Info.parse(text)))
                .isInstanceOfSatisfying(ConstraintSyntaxException.class, error -> {
                    assertThat(error.line()).isEqualTo(41);
                    assertThat(error.column()).isEqualTo(3);
                    assertThat(error)
                            .hasMessageContainingAll(
                                    "acl.p4:41, column 3", "there is no key 'foo'", "  foo == 2", "^^^");
                });
    }

    @Test
    void stringsSideBySideAreOneConstraint() {
        String text = TABLE.replace("CONSTRAINT", annotation("@entry_restriction(\"e == 1;\" \"r::low == 80\")"));

        assertThatThrownBy(() -> EntityCodec.of(P4Info.parse(text)).encode(ENTRY))
                .isInstanceOf(ConstraintViolationException.class)
                .hasMessageContaining("e == 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"(forgot)", "", "()", "(\"true\" b)", "(\"true\""})
    void aConstraintThatIsNoTextIsRefused(String body) {
        String text = TABLE.replace("CONSTRAINT", annotation("@entry_restriction" + body));

        assertThatThrownBy(() -> P4Constraints.of(P4Info.parse(text))).isInstanceOf(ConstraintSyntaxException.class);
    }

    @Test
    void structuredAnnotationsWorkToo() {
        String text = TABLE.replace(
                "CONSTRAINT",
                "structured_annotations { name: 'entry_restriction' expression_list { expressions { string_value:"
                        + " 'e == 1' } } }");

        assertThatThrownBy(() -> EntityCodec.of(P4Info.parse(text)).encode(ENTRY))
                .isInstanceOf(ConstraintViolationException.class);
    }

    @Test
    void defaultEntriesAreNotRestricted() {
        assertThatCode(() -> codec("false").encode(TableEntry.defaultOf("t").action("a")))
                .doesNotThrowAnyException();
    }

    @Test
    void deepNestingAndLongChainsAreSafe() {
        assertThatThrownBy(() -> codec("(".repeat(100_000))).isInstanceOf(ConstraintSyntaxException.class);
        assertThatThrownBy(() -> codec("!".repeat(100_000) + "true")).isInstanceOf(ConstraintSyntaxException.class);
        assertThatCode(() -> codec("true && ".repeat(20_000) + "true").encode(ENTRY))
                .doesNotThrowAnyException();
        assertThatCode(() -> codec("true; ".repeat(20_000)).encode(ENTRY)).doesNotThrowAnyException();
    }

    @Test
    void randomTextNeverRaisesAnythingElse() {
        String[] words = {
            "e", "hdr.t", "r", "o", "l", "::", "mask", "value", "low", "priority", "==", "!=", "<", ">=", "&&", "||",
            "->", ";", "(", ")", "!", "-", "1", "0x0f", "true", "false", "mac", "'", "ipv4('1.2.3.4')", ".", "/*", "//",
            "\n", "$"
        };
        Random random = new Random(5);
        int understood = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = 1 + random.nextInt(7); n > 0; n--) {
                text.append(words[random.nextInt(words.length)]).append(random.nextBoolean() ? " " : "");
            }
            try {
                codec(text.toString()).encode(ENTRY);
                understood++;
            } catch (ConstraintSyntaxException | ConstraintViolationException e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
        }
        assertThat(understood).isPositive();
    }

    private static EntityCodec codec(String constraint) {
        return EntityCodec.of(info(constraint));
    }

    private static P4Info info(String constraint) {
        return P4Info.parse(TABLE.replace("CONSTRAINT", annotation("@entry_restriction(\"" + constraint + "\")")));
    }

    private static String annotation(String text) {
        return "annotations: \""
                + TextFormat.escapeDoubleQuotesAndBackslashes(text).replace("\n", "\\n") + "\" ";
    }
}
