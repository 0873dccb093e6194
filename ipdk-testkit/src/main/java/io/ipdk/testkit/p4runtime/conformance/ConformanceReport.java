package io.ipdk.testkit.p4runtime.conformance;

import java.util.List;
import java.util.Locale;

/**
 * The results of the suite, by number.
 *
 * <p>Immutable.
 */
public record ConformanceReport(List<ConformanceResult> results) {
    public ConformanceReport {
        results = List.copyOf(results);
    }

    /** How many checks ended so. */
    public long count(ConformanceResult.Outcome outcome) {
        return results.stream().filter(result -> result.outcome() == outcome).count();
    }

    /** One line in words. */
    public String summary() {
        StringBuilder text = new StringBuilder();
        for (ConformanceResult.Outcome outcome : ConformanceResult.Outcome.values()) {
            text.append(text.isEmpty() ? "" : ", ")
                    .append(count(outcome))
                    .append(' ')
                    .append(word(outcome));
        }
        return text.toString();
    }

    /** A table in Markdown, with why where a check did not pass. */
    public String toMarkdown() {
        StringBuilder text = new StringBuilder("| # | section | behaviour | result |\n|---|---|---|---|\n");
        for (ConformanceResult result : results) {
            text.append("| ")
                    .append(result.check().number())
                    .append(" | ")
                    .append(result.check().section())
                    .append(" | ")
                    .append(result.check().behaviour())
                    .append(" | ")
                    .append(word(result.outcome()));
            if (!result.detail().isEmpty()) {
                text.append(": ").append(oneLine(result.detail()));
            }
            text.append(" |\n");
        }
        return text.toString();
    }

    private static String word(ConformanceResult.Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT);
    }

    private static String oneLine(String detail) {
        String flat = detail.replaceAll("\\s+", " ").replace("|", "\\|");
        return flat.length() > 200 ? flat.substring(0, 200) + "..." : flat;
    }
}
