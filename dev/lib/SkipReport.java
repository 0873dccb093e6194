import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * Reads the reports of all test runs below a directory and prints what was skipped, why, and how to get it, then the
 * totals on one line. Run by dev/test.
 */
final class SkipReport {
    private static final String INSTALL = "; install with: ";
    private static final String REASON_SEPARATOR = " | ";

    private final Map<String, Integer> skippedByReason = new TreeMap<>();
    private int total;
    private int failed;
    private int skipped;

    private SkipReport() {}

    public static void main(String[] args) throws IOException {
        SkipReport report = new SkipReport();
        for (Path file : reports(Path.of(args[1]))) {
            report.add(file);
        }
        report.print(args[0].isEmpty());
    }

    private static List<Path> reports(Path root) throws IOException {
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:**/target/*-reports/TEST-*.xml");
        try (Stream<Path> files = Files.walk(root, 4)) {
            return files.filter(matcher::matches).sorted().toList();
        }
    }

    private void add(Path file) throws IOException {
        Document document;
        try {
            document = DocumentBuilderFactory.newDefaultInstance()
                    .newDocumentBuilder()
                    .parse(file.toFile());
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException("cannot read the test report " + file, e);
        }
        NodeList cases = document.getElementsByTagName("testcase");
        for (int i = 0; i < cases.getLength(); i++) {
            add((Element) cases.item(i));
        }
    }

    private void add(Element testCase) {
        total++;
        NodeList skips = testCase.getElementsByTagName("skipped");
        if (skips.getLength() > 0) {
            skipped++;
            String message = ((Element) skips.item(0)).getAttribute("message");
            for (String reason : split(message)) {
                skippedByReason.merge(reason, 1, Integer::sum);
            }
        } else if (testCase.getElementsByTagName("failure").getLength() > 0
                || testCase.getElementsByTagName("error").getLength() > 0) {
            failed++;
        }
    }

    private static List<String> split(String message) {
        List<String> reasons = new ArrayList<>();
        for (String reason : message.split(java.util.regex.Pattern.quote(REASON_SEPARATOR), -1)) {
            reasons.add(reason.isBlank() ? "no reason given" : reason.strip());
        }
        return reasons;
    }

    private void print(boolean onlyOneJdk) {
        List<String[]> rows = new ArrayList<>();
        skippedByReason.forEach((reason, count) -> {
            int cut = reason.indexOf(INSTALL);
            rows.add(new String[] {
                Integer.toString(count),
                cut < 0 ? reason : reason.substring(0, cut),
                cut < 0 ? "" : reason.substring(cut + INSTALL.length())
            });
        });
        if (onlyOneJdk) {
            rows.add(new String[] {
                "all", "on a second JDK: no JDK 22 or later found", "JAVA22_HOME=<a JDK 22 or later> dev/test"
            });
        }
        System.out.println();
        if (rows.isEmpty()) {
            System.out.println("Nothing was skipped.");
        } else {
            table(rows);
        }
        System.out.println();
        System.out.printf("%d passed, %d failed, %d skipped%n", total - failed - skipped, failed, skipped);
    }

    private static void table(List<String[]> rows) {
        int[] widths = {5, 7};
        for (String[] row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        String format = "%-" + widths[0] + "s  %-" + widths[1] + "s  %s%n";
        System.out.printf(format, "Tests", "Skipped", "Get it with");
        System.out.printf(format, "-----", "-------", "-----------");
        for (String[] row : rows) {
            System.out.printf(format, (Object[]) row);
        }
        boolean peers = rows.stream().anyMatch(row -> row[2].contains("apt-get"));
        if (peers) {
            System.out.println("All peers at once: sudo dev/peers install");
        }
    }
}
