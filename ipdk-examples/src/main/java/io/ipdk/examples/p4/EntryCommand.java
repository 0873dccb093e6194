package io.ipdk.examples.p4;

import io.ipdk.p4runtime.entity.TableEntry;
import io.ipdk.p4runtime.info.TableInfo;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes one entry of a table, or only checks it. */
@Command(mixinStandardHelpOptions = true)
final class EntryCommand extends P4Command {
    private final Verb verb;

    @Parameters(index = "0", paramLabel = "TABLE", description = "the table")
    private String table = "";

    @Parameters(
            index = "1..*",
            paramLabel = "WORD",
            description = "FIELD=VALUE… ACTION PARAM=VALUE…; a prefix is 10.0.0.0/8, a mask 0x8&&&0xf, a range 80..443;"
                    + " several ACTION*WEIGHT@PORT are a one-shot set")
    private List<String> words = List.of();

    @Option(names = "--priority", paramLabel = "N", description = "for keys with masks, ranges or optional fields")
    private int priority;

    @Option(names = "--member", paramLabel = "ID", description = "a member of the table's action profile")
    private long member = -1;

    @Option(names = "--group", paramLabel = "ID", description = "a group of the table's action selector")
    private long group = -1;

    @Option(names = "--idle-timeout", paramLabel = "SECONDS", description = "tell when no packet met it for so long")
    private double idleTimeout;

    @Option(names = "--default", description = "the table's default entry")
    private boolean defaultEntry;

    @Option(names = "--check", description = "check names, values and constraints, and send nothing")
    private boolean check;

    EntryCommand(P4Session session, Verb verb) {
        super(session);
        this.verb = verb;
    }

    @Override
    void run() {
        TableEntry entry = entry(session.info().table(table));
        if (check) {
            session.client().pipeline().names().entities().encode(entry);
            session.output().done("ok: " + Output.text(session.records().of(entry)));
            return;
        }
        verb.write(session.client(), entry);
        session.output().done(verb.past());
    }

    private TableEntry entry(TableInfo info) {
        TableEntry typed = Words.entry(info, words);
        TableEntry entry = typed;
        if (defaultEntry) {
            entry = TableEntry.defaultOf(info.name());
            entry = typed.action() == null ? entry : entry.action(typed.action());
        }
        entry = priority > 0 ? entry.priority(priority) : entry;
        entry = member >= 0 ? entry.member(member) : entry;
        entry = group >= 0 ? entry.group(group) : entry;
        return idleTimeout > 0 ? entry.idleTimeout(Duration.ofNanos((long) (idleTimeout * 1e9))) : entry;
    }
}
