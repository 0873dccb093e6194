package io.ipdk.examples.p4;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipdk.p4runtime.P4RuntimeClient;
import io.ipdk.p4runtime.info.P4Program;
import io.ipdk.testkit.p4runtime.ScriptedP4Runtime;
import io.ipdk.testkit.p4runtime.ScriptedP4RuntimeServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.DumbTerminal;
import org.jline.terminal.impl.ExternalTerminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import picocli.CommandLine;

@ExtendWith(ScriptedP4Runtime.class)
class ShellTest {
    private static final Path ROOT = Path.of(System.getProperty("ipdk.root", ".."));
    private static final Path PROGRAM = ROOT.resolve("ipdk-examples/src/main/resources/p4/edge_gateway");

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private P4Session session;

    @BeforeEach
    void pushThePipeline(ScriptedP4RuntimeServer server) {
        ConnectionOptions options = new ConnectionOptions();
        new CommandLine(CommandLine.Model.CommandSpec.create()
                        .addMixin("options", CommandLine.Model.CommandSpec.forAnnotatedObject(options)))
                .parseArgs("--target", server.target(), "--election-id", "9");
        session = new P4Session(options, new Output(new PrintStream(printed, true, StandardCharsets.UTF_8)));
        P4RuntimeClient client = session.client();
        client.pipeline()
                .verifyAndCommit(P4Program.load(
                        PROGRAM.resolve("edge_gateway.p4info.txtpb"), PROGRAM.resolve("edge_gateway.json")));
    }

    @AfterEach
    void disconnect() {
        session.close();
    }

    @Test
    void linesAreCommandsUntilExit() throws IOException {
        type("""
                insert routes dst=10.0.1.0/24 to_next_hop next_hop=7

                list routs
                list routes
                exit
                status
                """);

        assertThat(printed.toString(StandardCharsets.UTF_8))
                .containsSubsequence("inserted", "error: no table is called 'routs'", "to_next_hop(next_hop=7)")
                .doesNotContain("P4Runtime");
    }

    @Test
    void theEndOfTheInputEndsTheShell() throws IOException {
        type("show routes\n");

        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("dst", "lpm bit<32>");
    }

    @Test
    void commandsAreCompletedFirst() {
        assertThat(completions()).contains("insert", "list", "push", "show", "watch");
    }

    @Test
    void thenTheNamesOfThePipeline() {
        assertThat(completions("insert")).contains("routes", "neighbors", "acl", "--priority");
        assertThat(completions("counter")).contains("port_in", "port_out");
        assertThat(completions("send", "0102")).contains("egress_port=").doesNotContain("pad=");
    }

    @Test
    void thenKeysAndActionsOfTheTableAndParametersOfTheAction() {
        assertThat(completions("insert", "neighbors")).contains("next_hop=", "forward", "no_neighbor");
        assertThat(completions("insert", "neighbors", "next_hop=7", "forward")).contains("port=", "src=", "dst=");
        assertThat(completions("delete", "neighbors")).contains("next_hop=").doesNotContain("forward");
    }

    @Test
    void everyCommandCompletesWhatItTakes() {
        assertThat(completions("multicast")).contains("list", "insert", "modify", "delete");
        assertThat(completions("clone")).contains("insert");
        assertThat(completions("member")).contains("insert");
        assertThat(completions("group", "insert"))
                .as("this program has no selector")
                .allMatch(word -> word.startsWith("--"));
        assertThat(completions("list")).contains("routes", "--counters");
        assertThat(completions("show")).contains("tables", "acl");
        assertThat(completions("watch")).contains("digests", "--count");
        assertThat(completions("list", "routes")).doesNotContain("routes");
    }

    @Test
    void tabCompletesAWord() throws IOException {
        String keys = "insert rou\tdst=10.0.1.0/24 to_n\tnext_h\t7\rlist routes\r";
        try (Terminal terminal = new ExternalTerminal(
                "typed",
                "ansi",
                new ByteArrayInputStream(keys.getBytes(StandardCharsets.UTF_8)),
                new ByteArrayOutputStream(),
                StandardCharsets.UTF_8)) {
            new ShellCommand(session).loop(terminal);
        }

        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("inserted", "to_next_hop(next_hop=7)");
    }

    @Test
    void afterAnUnknownNameOnlyOptionsAreLeft() {
        assertThat(completions("insert", "nowhere")).allMatch(word -> word.startsWith("--"));
        assertThat(completions("nothing")).isEmpty();
    }

    private List<String> completions(String... before) {
        return new WordCompleter(P4CommandLine.commands(session), session).candidates(List.of(before));
    }

    private void type(String lines) throws IOException {
        try (Terminal terminal = new DumbTerminal(
                new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)), new ByteArrayOutputStream())) {
            new ShellCommand(session).loop(terminal);
        }
    }
}
