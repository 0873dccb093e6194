package io.ipdk.examples.p4;

import java.io.IOException;
import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import picocli.CommandLine;
import picocli.CommandLine.Command;

@Command(
        name = "shell",
        description = "Takes commands line by line over one connection; Tab completes, exit ends.",
        mixinStandardHelpOptions = true)
final class ShellCommand extends P4Command {
    ShellCommand(P4Session session) {
        super(session);
    }

    @Override
    void run() throws IOException {
        try (Terminal terminal =
                TerminalBuilder.builder().system(true).dumb(true).build()) {
            loop(terminal);
        }
    }

    void loop(Terminal terminal) {
        CommandLine commands = P4CommandLine.commands(session);
        WordCompleter completer = new WordCompleter(commands, session);
        LineReader reader = LineReaderBuilder.builder()
                .terminal(terminal)
                .completer((line, parsed, candidates) ->
                        completer.candidates(parsed.words().subList(0, parsed.wordIndex())).stream()
                                .map(word -> new Candidate(word, word, null, null, null, null, !word.endsWith("=")))
                                .forEach(candidates::add))
                .build();
        session.client();
        session.output().done("connected to " + session + "; help tells the commands");
        while (true) {
            try {
                reader.readLine("p4> ");
                List<String> words = reader.getParsedLine().words().stream()
                        .filter(word -> !word.isEmpty())
                        .toList();
                if (words.equals(List.of("exit")) || words.equals(List.of("quit"))) {
                    return;
                }
                if (!words.isEmpty()) {
                    commands.execute(words.toArray(String[]::new));
                }
            } catch (UserInterruptException e) {
                session.output().done("exit ends the shell");
            } catch (EndOfFileException e) {
                return;
            }
        }
    }
}
