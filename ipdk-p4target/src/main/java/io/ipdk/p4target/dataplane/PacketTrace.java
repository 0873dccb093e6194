package io.ipdk.p4target.dataplane;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.ipdk.p4target.P4Pipeline;
import io.ipdk.p4target.program.TableDef;
import io.ipdk.p4target.runtime.Tracer;
import io.ipdk.p4target.table.KeyLayout;
import io.ipdk.p4target.table.TableEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What happened to a packet: the parser's path, the tables with the entries they hit, the actions, the conditions, the
 * copies, and why it was dropped. Confined to one thread (the packet's).
 *
 * <pre>{@code
 * PacketTrace trace = new PacketTrace(pipeline);
 * processor.process(1, frame, 0, frame.length, trace);
 * System.out.println(trace.text());
 * }</pre>
 */
public final class PacketTrace implements Tracer {
    private final P4Pipeline pipeline;
    private final List<Step> steps = new ArrayList<>();

    /**
     * A step. Immutable.
     *
     * @param kind {@code block}, {@code state}, {@code table}, {@code action}, {@code condition} or {@code note}
     * @param name of the block, state, table or action; the text of a condition or a note
     * @param detail the entry that was hit, or the value of a condition; may be empty
     */
    public record Step(String kind, String name, String detail) {}

    public PacketTrace(P4Pipeline pipeline) {
        this.pipeline = pipeline;
    }

    /** All steps so far. */
    public List<Step> steps() {
        return List.copyOf(steps);
    }

    @Override
    public void block(String name) {
        steps.add(new Step("block", name, ""));
    }

    @Override
    public void parserState(String name) {
        steps.add(new Step("state", name, ""));
    }

    @Override
    public void table(String name, @Nullable TableEntry hit) {
        steps.add(new Step("table", name, hit == null ? "miss" : "hit " + describe(name, hit)));
    }

    @Override
    public void action(String name) {
        steps.add(new Step("action", name, ""));
    }

    @Override
    public void condition(String name, boolean result) {
        steps.add(new Step("condition", name, String.valueOf(result)));
    }

    @Override
    public void note(String text) {
        steps.add(new Step("note", text, ""));
    }

    private String describe(String name, TableEntry entry) {
        for (TableDef table : pipeline.program().tables()) {
            if (table.name().equals(name)) {
                return describe(table, entry);
            }
        }
        return "";
    }

    private static String describe(TableDef table, TableEntry entry) {
        KeyLayout layout = KeyLayout.of(table);
        StringBuilder text = new StringBuilder("[");
        for (int i = 0; i < table.key().size(); i++) {
            text.append(i == 0 ? "" : ", ").append(table.key().get(i).name()).append('=');
            text.append("0x").append(layout.get(entry.key, i).toString(16));
            switch (table.key().get(i).match()) {
                case LPM ->
                    text.append('/')
                            .append(
                                    entry.mask.length > 0
                                            ? layout.get(entry.mask, i).bitCount()
                                            : entry.rank - layout.bit(i));
                case TERNARY ->
                    text.append(" & 0x").append(layout.get(entry.mask, i).toString(16));
                case RANGE ->
                    text.append("..0x").append(layout.get(entry.high, i).toString(16));
                default -> {}
            }
        }
        if (layout.kind() == KeyLayout.Kind.TERNARY) {
            text.append(", priority ").append(entry.rank);
        }
        return text.append(']').toString();
    }

    /** One line for each step, those inside of a block indented. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (Step step : steps) {
            text.append(step.kind().equals("block") ? "" : "  ");
            text.append(step.kind()).append(' ').append(step.name());
            text.append(step.detail().isEmpty() ? "" : ": " + step.detail()).append('\n');
        }
        return text.toString();
    }

    /** An array of objects with {@code kind}, {@code name} and, where there is one, {@code detail}. */
    public String json() {
        List<Map<String, String>> all = new ArrayList<>();
        for (Step step : steps) {
            Map<String, String> one = new LinkedHashMap<>();
            one.put("kind", step.kind());
            one.put("name", step.name());
            if (!step.detail().isEmpty()) {
                one.put("detail", step.detail());
            }
            all.add(one);
        }
        try {
            return JsonMapper.builder().build().writeValueAsString(all);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts can always be written", e);
        }
    }
}
