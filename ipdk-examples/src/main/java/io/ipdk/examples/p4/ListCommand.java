package io.ipdk.examples.p4;

import io.ipdk.p4runtime.entity.TableEntry;
import io.ipdk.p4runtime.read.ReadCursor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "list",
        description = "Reads the entries of a table, or of all tables.",
        mixinStandardHelpOptions = true)
final class ListCommand extends P4Command {
    @Parameters(index = "0", arity = "0..1", paramLabel = "TABLE", description = "all unless given")
    private String table = "";

    @Option(names = "--counters", description = "with their direct counters")
    private boolean counters;

    @Option(names = "--meters", description = "with their direct meters")
    private boolean meters;

    @Option(names = "--default", description = "the default entry instead")
    private boolean defaultEntry;

    ListCommand(P4Session session) {
        super(session);
    }

    @Override
    void run() {
        TableEntry filter = table.isEmpty() ? TableEntry.all() : TableEntry.all(table);
        if (defaultEntry && !table.isEmpty()) {
            filter = TableEntry.defaultOf(table);
        }
        filter = counters ? filter.withCounter() : filter;
        filter = meters ? filter.withMeter() : filter;
        EntityRecords records = session.records();
        List<Map<String, Object>> all = new ArrayList<>();
        try (ReadCursor<TableEntry> cursor = session.client().read(filter)) {
            cursor.forEach(entry -> all.add(records.of(entry)));
        }
        if (!table.isEmpty()) {
            all.forEach(entry -> entry.remove("table"));
        }
        session.output().print("entries", all);
    }
}
