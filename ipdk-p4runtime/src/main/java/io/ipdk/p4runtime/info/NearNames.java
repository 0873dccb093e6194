package io.ipdk.p4runtime.info;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Which known names a mistyped one may have meant. */
final class NearNames {
    private static final int MOST = 5;
    private static final int LONGEST = 200;

    private NearNames() {}

    /** At most five, nearest first. */
    static List<String> of(String name, List<String> known) {
        if (name.length() > LONGEST) {
            return List.of();
        }
        String wanted = last(name);
        int limit = Math.max(2, wanted.length() / 3);
        record Near(String name, int distance) {}
        return known.stream()
                .filter(candidate -> candidate.length() <= LONGEST)
                .map(candidate -> new Near(candidate, distance(wanted, last(candidate))))
                .filter(near -> near.distance <= limit)
                .sorted(Comparator.comparingInt(Near::distance).thenComparing(Near::name))
                .limit(MOST)
                .map(Near::name)
                .toList();
    }

    /** The first few names of a list, for a message. */
    static String some(List<String> known) {
        String text = String.join(", ", known.subList(0, Math.min(2 * MOST, known.size())));
        return known.size() > 2 * MOST ? text + " and " + (known.size() - 2 * MOST) + " more" : text;
    }

    private static String last(String name) {
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    /** Insertions, deletions, substitutions; 1 at most if one word contains the other. */
    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        int[] current = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substitution = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(substitution, 1 + Math.min(previous[j], current[j - 1]));
            }
            int[] swap = previous;
            previous = current;
            current = swap;
        }
        boolean contained = (a.length() >= 3 && b.contains(a)) || (b.length() >= 3 && a.contains(b));
        return contained ? Math.min(1, previous[b.length()]) : previous[b.length()];
    }
}
