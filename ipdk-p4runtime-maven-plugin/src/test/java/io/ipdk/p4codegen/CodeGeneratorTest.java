package io.ipdk.p4codegen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipdk.error.InvalidSpecException;
import io.ipdk.p4runtime.info.P4Info;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CodeGeneratorTest {
    private static final String NASTY = """
            pkg_info { name: "*/ class X {} /** \\\\u002a/" }
            tables {
              preamble { id: 1 name: "In.\\"; System.exit(1); //" alias: "class"
                doc { brief: "*/ </p> {@code & <b> @see \\\\u002a/" description: "two\\nlines" } }
              match_fields { id: 1 name: "hdr.a.class" bitwidth: 9 match_type: EXACT }
              match_fields { id: 2 name: "hdr.b.class" bitwidth: 9 match_type: EXACT }
              match_fields { id: 3 name: "build" bitwidth: 9 match_type: OPTIONAL }
              match_fields { id: 4 name: "$valid$" bitwidth: 1 match_type: EXACT }
              match_fields { id: 5 name: "hashCode" bitwidth: 1 match_type: EXACT }
              match_fields { id: 6 name: "0day" bitwidth: 128 match_type: RANGE }
              match_fields { id: 7 name: "" bitwidth: 1 match_type: EXACT }
              match_fields { id: 8 name: "line\\nend\\\\" bitwidth: 64 match_type: LPM }
              match_fields { id: 9 name: "dropAction" bitwidth: 64 match_type: TERNARY }
              match_fields { id: 10 name: "\\303\\274\\303\\266" bitwidth: 8 match_type: EXACT }
              action_refs { id: 2 }
              action_refs { id: 3 }
            }
            actions { preamble { id: 2 name: "In.drop" alias: "drop" } }
            actions { preamble { id: 3 name: "Out.drop" alias: "Out.drop" } params { id: 1 name: "call" bitwidth: 3 } }
            actions { preamble { id: 4 name: "1.2" } params { id: 1 name: "int" } params { id: 2 name: "x" bitwidth: 48 } }
            actions { preamble { id: 5 name: "DROP" } }
            action_profiles { preamble { id: 6 name: "Drop.*/{@code" alias: "drop" } with_selector: true table_ids: 1 }
            value_sets { preamble { id: 7 name: "Parser.\\"set" alias: "static" } match { id: 1 name: "int" bitwidth: 9
              match_type: RANGE } match { id: 2 bitwidth: 64 match_type: TERNARY } match { id: 3 name: "set" bitwidth: 8
              match_type: LPM } }
            externs { extern_type_id: 8 extern_type_name: "*/ \\u002a/" instances { preamble { id: 9 name: "x.\\n" } } }
            """;

    @TempDir
    Path directory;

    static List<Path> programs() {
        return Programs.all();
    }

    @ParameterizedTest
    @MethodSource("programs")
    void everyProgramCompilesWithoutAWarning(Path program) {
        Map<String, String> sources = new CodeGenerator("p4.generated").generate(P4Info.load(program));

        assertThat(sources).isNotEmpty().containsKey("package-info.java");
        assertThat(Compiler.complaints(sources, directory)).isEmpty();
    }

    @Test
    void whateverAP4InfoSaysStaysANameOrAComment() {
        Map<String, String> sources = new CodeGenerator("p4.generated").generate(P4Info.parse(NASTY));

        assertThat(Compiler.complaints(sources, directory)).isEmpty();
        assertThat(sources).containsKeys("ClassTable.java", "DropAction.java", "OutDropAction.java", "P412Action.java");
    }

    @Test
    void aWrongFieldDoesNotCompile() {
        Map<String, String> sources =
                new TreeMap<>(new CodeGenerator("p4.generated").generate(Programs.corpus("edge_gateway")));
        sources.put(
                "Right.java", use("RoutesTable.entry().dst(\"10.0.0.0/8\").action(ToNextHopAction.call().nextHop(1))"));
        assertThat(Compiler.complaints(sources, directory)).isEmpty();

        for (String wrong : List.of(
                "RoutesTable.entry().destination(\"10.0.0.0/8\")",
                "RoutesTable.entry().dst(1)",
                "RoutesTable.entry().priority(1)",
                "RoutesTable.entry().action(PermitAction.call())",
                "RoutesTable.entry().action(ToNextHopAction.call().port(1))")) {
            sources.put("Right.java", use(wrong));
            assertThat(Compiler.complaints(sources, directory)).as(wrong).isNotEmpty();
        }
    }

    @Test
    void aWrongMemberOfAProfileOrValueSetDoesNotCompile() {
        Map<String, String> sources =
                new TreeMap<>(new CodeGenerator("p4.generated").generate(Programs.corpus("l3_router")));
        sources.putAll(new CodeGenerator("p4.generated").generate(Programs.corpus("parser_probe")));
        String hop = "SetNexthopAction.call().port(1).smac(1).dmac(2)";
        for (String right : List.of(
                "EcmpProfile.member(1, " + hop + ")",
                "EcmpProfile.group(1).member(1)",
                "RouteV4Table.entry().oneShot(EcmpActionSet.actions().add(" + hop + ", 1))",
                "RouteV4Table.all()",
                "TagPortsValueSet.empty().add(7).add(8).build()")) {
            sources.put("Right.java", use(right));
            assertThat(Compiler.complaints(sources, directory)).as(right).isEmpty();
        }
        for (String wrong : List.of(
                "EcmpProfile.member(1, ToVrfAction.call())",
                "RouteV4Table.entry().oneShot(EcmpActionSet.actions().add(ToVrfAction.call(), 1))",
                "TagPortsValueSet.empty().add(\"7\")")) {
            sources.put("Right.java", use(wrong));
            assertThat(Compiler.complaints(sources, directory)).as(wrong).isNotEmpty();
        }
    }

    @Test
    void theSameP4InfoGivesTheSameText() {
        P4Info info = Programs.everything();
        P4Info again = P4Info.parse(info.proto().toByteArray());

        assertThat(new CodeGenerator("a.b").generate(again)).isEqualTo(new CodeGenerator("a.b").generate(info));
    }

    @ParameterizedTest
    @CsvSource({
        "edge_gateway, AclTable", "edge_gateway, RoutesTable", "edge_gateway, ForwardAction",
        "edge_gateway, PacketInHeader", "edge_gateway, PacketOutHeader", "edge_gateway, PortInCounter",
        "edge_gateway, package-info", "l2_switch, MacLearnDigest", "acl_meter, PortMeter",
        "nat_conntrack, SlotStateRegister", "tunnel_p4runtime_types, PortVrfTable",
                "tunnel_p4runtime_types, TunnelTable",
        "l3_router, EcmpProfile", "l3_router, EcmpActionSet", "l3_router, RouteV4Table",
        "parser_probe, TagPortsValueSet", "everything, PairsValueSet", "everything, CacheExtern"
    })
    void theTextIsAsItWasReviewed(String program, String type) throws IOException {
        String generated = new CodeGenerator("io.ipdk.examples.p4")
                .generate(program.equals("everything") ? Programs.everything() : Programs.corpus(program))
                .get(type + ".java");

        Path update = Path.of(System.getProperty("ipdk.root", ".."), "ipdk-p4runtime-maven-plugin/target/golden");
        Files.createDirectories(update);
        Files.writeString(update.resolve(type + ".txt"), String.valueOf(generated));
        assertThat(generated).isEqualTo(golden(type));
    }

    @Test
    void aPackageThatCannotBeIsRefused() {
        assertThatThrownBy(() -> new CodeGenerator("a.class")).isInstanceOf(InvalidSpecException.class);
    }

    @Test
    void onlyWhatChangedIsWrittenAndWhatIsGoneIsDeleted() throws IOException {
        Map<String, String> sources = new CodeGenerator("a.b").generate(Programs.corpus("edge_gateway"));
        Path stale = Files.createDirectories(directory.resolve("a/b")).resolve("OldTable.java");
        Files.writeString(stale, "old");

        assertThat(SourceTree.write(directory, "a.b", sources)).isEqualTo(sources.size());
        assertThat(SourceTree.write(directory, "a.b", sources)).isZero();
        assertThat(stale).doesNotExist();
        assertThat(directory.resolve("a/b/AclTable.java")).hasContent(sources.get("AclTable.java"));
    }

    private static String use(String expression) {
        return "package p4.generated;\nfinal class Right {\n    static final Object USED = " + expression + ";\n}\n";
    }

    private static String golden(String type) throws IOException {
        try (InputStream stream = CodeGeneratorTest.class.getResourceAsStream("/golden/" + type + ".txt")) {
            return new String(Objects.requireNonNull(stream, type).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
