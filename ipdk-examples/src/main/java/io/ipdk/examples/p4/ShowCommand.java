package io.ipdk.examples.p4;

import io.ipdk.p4runtime.info.P4Info;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "show",
        description = "Shows the pipeline: its objects, those of one kind, or the key and actions of one table.",
        mixinStandardHelpOptions = true)
final class ShowCommand extends P4Command {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "WHAT",
            description =
                    "tables, actions, counters, meters, registers, digests, profiles, packets, or the name of a table")
    private String what = "";

    ShowCommand(P4Session session) {
        super(session);
    }

    @Override
    void run() {
        P4Info info = session.info();
        List<Map<String, Object>> records = switch (what) {
            case "" -> PipelineRecords.everything(info);
            case "tables" -> PipelineRecords.tables(info);
            case "actions" -> PipelineRecords.actions(info.actions());
            case "packets" -> PipelineRecords.packets(info);
            case "counters", "meters", "registers", "digests", "profiles" ->
                PipelineRecords.everything(info).stream()
                        .filter(entry -> what.startsWith(String.valueOf(entry.get("kind"))))
                        .toList();
            default -> PipelineRecords.table(info.table(what));
        };
        session.output().print(what.isEmpty() ? "objects" : what, records);
    }
}
