package io.ipdk.examples.p4;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ipdk.examples.console.Table;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes records as a table or as JSON. Thread-safe. */
final class Output {
    private final PrintStream out;
    private final ObjectMapper json = new ObjectMapper();
    private volatile OutputFormat format = OutputFormat.TABLE;

    Output(PrintStream out) {
        this.out = out;
    }

    void format(OutputFormat wanted) {
        format = wanted;
    }

    PrintStream stream() {
        return out;
    }

    /** All records at once; {@code what} is said when there is none. */
    synchronized void print(String what, List<Map<String, Object>> records) {
        if (format == OutputFormat.JSON) {
            out.println(records.stream().map(this::write).collect(Collectors.joining(",\n ", "[", "]")));
        } else if (records.isEmpty()) {
            out.println("no " + what);
        } else {
            table(records).lines().forEach(out::println);
        }
    }

    /** One record as soon as it is there, a line. */
    synchronized void print(Map<String, Object> event) {
        out.println(format == OutputFormat.JSON ? write(event) : text(event));
        out.flush();
    }

    /** What was done, for people alone. */
    synchronized void done(String text) {
        if (format == OutputFormat.TABLE) {
            out.println(text);
        }
    }

    private String write(Map<String, Object> entry) {
        try {
            return json.writeValueAsString(entry);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Table table(List<Map<String, Object>> records) {
        Set<String> columns = new LinkedHashSet<>();
        records.forEach(entry -> columns.addAll(entry.keySet()));
        Table table = new Table(columns.toArray(String[]::new));
        for (Map<String, Object> entry : records) {
            table.row(columns.stream()
                    .map(column -> text(entry.getOrDefault(column, "")))
                    .toArray());
        }
        return table;
    }

    /** {@code a=1 b(c=2)}: what is named by a map and holds a map is written like a call. */
    static String text(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> entry.getKey()
                            + (entry.getValue() instanceof Map
                                    ? "(" + text(entry.getValue()) + ")"
                                    : "=" + text(entry.getValue())))
                    .collect(Collectors.joining(" "));
        }
        if (value instanceof List<?> list) {
            return list.stream().map(Output::text).collect(Collectors.joining(", "));
        }
        return String.valueOf(value);
    }
}
