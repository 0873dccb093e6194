package io.ipdk.p4runtime.info;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ipdk.error.InvalidSpecException;
import io.ipdk.error.IpdkException;
import io.ipdk.p4runtime.codec.Corpus;
import io.ipdk.p4runtime.codec.Everything;
import io.ipdk.p4runtime.value.P4Type;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class P4InfoTest {
    static final List<String> PROGRAMS = Corpus.PROGRAMS;

    @TempDir
    Path directory;

    @ParameterizedTest
    @FieldSource("PROGRAMS")
    void textAndBinaryAreTheSame(String program) {
        P4Info info = Corpus.info(program);

        assertThat(P4Info.parse(info.proto().toByteArray())).isEqualTo(info).hasSameHashCodeAs(info);
        assertThat(P4Info.parse(info.canonicalBytes().toByteArray())).isEqualTo(info);
        assertThat(info.tables()).allSatisfy(table -> {
            assertThat(info.table(table.name())).isSameAs(table);
            assertThat(info.table(table.fullName())).isSameAs(table);
            assertThat(info.table(table.id())).isSameAs(table);
        });
    }

    @Test
    void everyKindIsFoundByNameAndId() {
        P4Info info = Everything.info();

        assertThat(info.action("forward")).isSameAs(info.action("In.forward")).isSameAs(info.action(0x01000002));
        assertThat(info.action("forward").brief()).isEqualTo("Sends the packet on.");
        assertThat(info.actionProfile("selector")).isEqualTo(info.actionProfile(0x11000001));
        assertThat(info.counter("hits")).isEqualTo(info.counter(0x12000001));
        assertThat(info.meter("two_rate")).isEqualTo(info.meter(0x14000001));
        assertThat(info.register("cells")).isEqualTo(info.register(0x16000001));
        assertThat(info.digest("learn_t")).isEqualTo(info.digest(0x17000001));
        assertThat(info.valueSet("Prs.types")).isSameAs(info.valueSet(0x03000001));
        assertThat(info.extern("cache")).isEqualTo(info.extern(0x81000001));
        assertThat(info.packetIn()).isPresent();
        assertThat(info.packetOut().orElseThrow().field("_pad").padding()).isTrue();
        assertThat(info.table("routes").counter())
                .isEqualTo(info.directCounters().get(0));
        assertThat(info.table("routes").meter()).isEqualTo(info.directMeters().get(0));
        assertThat(info.table("ecmp").field("vrf").type().bitWidth()).isEqualTo(32);
        assertThat(info.table("acl").field("in_port").type().string()).isTrue();
        assertThat(info.textPorts()).isTrue();
        assertThat(info.register("cells").type()).isInstanceOf(P4Type.Struct.class);
        assertThat(info).hasToString("P4Info of everything (8 tables, 4 actions)");
    }

    @Test
    void anAliasWinsOverAnEndAndTwoEndsAreAmbiguous() {
        P4Info info = Everything.info();
        P4Info twice =
                P4Info.parse("tables { preamble { id: 1 name: 'a.b.t' } } tables { preamble { id: 2 name: 'a.c.t' } }");

        assertThat(info.table("acl").fullName()).isEqualTo("In.acl");
        assertThat(info.table("Out.acl").fullName()).isEqualTo("Out.acl");
        UnknownNameException error = catchThrowableOfType(UnknownNameException.class, () -> twice.table("t"));
        assertThat(error.near()).containsExactly("a.b.t", "a.c.t");
        assertThat(error.kind()).isEqualTo("table");
        assertThat(twice.table("b.t").fullName()).isEqualTo("a.b.t");
    }

    @Test
    void anUnknownIdSaysThatTheDeviceMayRunAnotherProgram() {
        assertThatThrownBy(() -> Everything.info().table(0xf2000001))
                .isInstanceOf(UnknownNameException.class)
                .hasMessageContainingAll("4060086273", "another P4Info");
    }

    @Test
    void theCookieFollowsTheContent() throws IOException {
        P4Info info = Corpus.info("l2_switch");
        P4Program program = P4Program.of(info, "{}".getBytes(StandardCharsets.UTF_8));
        Path text = Files.write(directory.resolve("p4info.txtpb"), Corpus.resource("/corpus/l2_switch.p4info.txtpb"));
        Path binary = Files.write(directory.resolve("p4info.bin"), info.proto().toByteArray());
        Path config = Files.writeString(directory.resolve("config.json"), "{}");

        assertThat(P4Program.load(text, config)).isEqualTo(program).hasSameHashCodeAs(program);
        assertThat(P4Program.load(binary, config).cookie()).isEqualTo(program.cookie());
        assertThat(program.toProto().getCookie().getCookie()).isEqualTo(program.cookie());
        assertThat(P4Program.of(info, new byte[0]).cookie()).isNotEqualTo(program.cookie());
        assertThat(P4Program.of(Corpus.info("l3_router"), program.deviceConfig())
                        .cookie())
                .isNotEqualTo(program.cookie());
        assertThatThrownBy(() -> P4Program.load(text, directory.resolve("none")))
                .isInstanceOf(InvalidSpecException.class)
                .hasMessageContaining("none");
    }

    @Test
    void theCookieIsTheSameOnEveryMachine() {
        P4Info info = P4Info.parse("pkg_info { name: 'a' }");

        assertThat(Long.toHexString(P4Program.of(info, new byte[] {1, 2, 3}).cookie()))
                .isEqualTo("44f77dce9f432234");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  \n",
                "tables {",
                "nonsense: 1",
                "\u0001\u0002\u0003",
                "tables { }",
                "tables { preamble { id: 1 } }",
                "tables { preamble { name: 'a' } }",
                "tables { preamble { id: 1 name: 'a' } } tables { preamble { id: 2 name: 'a' } }",
                "tables { preamble { id: 1 name: 'a' } } tables { preamble { id: 1 name: 'b' } }",
                "tables { preamble { id: 1 name: 'a' } action_refs { id: 5 } }",
                "tables { preamble { id: 1 name: 'a' } implementation_id: 5 }",
                "tables { preamble { id: 1 name: 'a' } match_fields { id: 1 name: 'f' bitwidth: 8 } }",
                "tables { preamble { id: 1 name: 'a' } match_fields { id: 1 name: 'f' bitwidth: -1 match_type: LPM } }",
                "tables { preamble { id: 1 name: 'a' } match_fields { id: 1 name: 'f' bitwidth: 2000000000 match_type: LPM } }",
                "tables { preamble { id: 1 name: 'a' } match_fields { name: 'f' bitwidth: 8 match_type: EXACT } }",
                "actions { preamble { id: 1 name: 'a' } params { id: 1 name: 'p' } params { id: 1 name: 'q' } }",
                "registers { preamble { id: 1 name: 'r' } }",
                "registers { preamble { id: 1 name: 'r' } type_spec { struct { name: 's' } } }",
                "registers { preamble { id: 1 name: 'r' } type_spec { struct { name: 's' } } } type_info { structs { key: 's'"
                        + " value { members { name: 'm' type_spec { struct { name: 's' } } } } } }",
                "digests { preamble { id: 1 name: 'd' } type_spec { new_type { name: 'n' } } } type_info { new_types { key:"
                        + " 'n' value { original_type { new_type { name: 'n' } } } } }"
            })
    void aP4InfoThatContradictsItselfIsRefused(String text) {
        InvalidP4InfoException error = catchThrowableOfType(
                InvalidP4InfoException.class, () -> P4Info.parse(text.getBytes(StandardCharsets.UTF_8)));

        assertThat(error).isNotNull();
        assertThat(error.object()).isNotEmpty();
        assertThat(error).hasMessageContaining(error.object());
    }

    @Test
    void aTypeThatGrowsExponentiallyIsRefused() {
        StringBuilder types =
                new StringBuilder("registers { preamble { id: 1 name: 'r' } type_spec { struct { name: 's0' } } }");
        types.append("type_info {");
        for (int i = 0; i < 30; i++) {
            String next = "type_spec { struct { name: 's" + (i + 1) + "' } }";
            types.append("structs { key: 's").append(i).append("' value { members { name: 'a' ");
            types.append(next).append(" } members { name: 'b' ").append(next).append(" } } }");
        }
        types.append("structs { key: 's30' value { } } }");

        assertThatThrownBy(() -> P4Info.parse(types.toString()))
                .isInstanceOf(InvalidP4InfoException.class)
                .hasMessageContaining("too deeply");
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> P4Info.load(directory.resolve("missing.txtpb")))
                .isInstanceOf(InvalidP4InfoException.class)
                .hasMessageContaining("missing.txtpb");
    }

    @Test
    void errorsInTextNameLineAndColumn() {
        assertThatThrownBy(() -> P4Info.parse("pkg_info {\n  name: 5x\n}"))
                .isInstanceOf(InvalidP4InfoException.class)
                .hasMessageContaining("2:");
    }

    @Test
    void mutatedFilesNeverRaiseAnythingElse() {
        Random random = new Random(3);
        byte[] original = Everything.info().proto().toByteArray();
        int read = 0;
        for (int i = 0; i < 3_000; i++) {
            byte[] mutated = original.clone();
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
            }
            try {
                P4Info.parse(mutated);
                read++;
            } catch (IpdkException e) {
                assertThat(e).isInstanceOf(InvalidP4InfoException.class);
            }
        }
        assertThat(read).isPositive();
    }
}
