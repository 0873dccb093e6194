package io.ipdk.examples.p4;

import io.ipdk.p4runtime.value.P4Value;
import org.jspecify.annotations.Nullable;

/**
 * One of several that share packets, as it is typed: {@code NAME}, {@code NAME*WEIGHT}, {@code NAME*WEIGHT@PORT}. Immutable.
 *
 * @param weight 1 unless given
 * @param watchPort the port it needs, null for none
 */
record Share(String name, int weight, @Nullable P4Value watchPort) {
    static Share of(String word) {
        int at = word.lastIndexOf('@');
        String weighted = at < 0 ? word : word.substring(0, at);
        int star = weighted.lastIndexOf('*');
        return new Share(
                star < 0 ? weighted : weighted.substring(0, star),
                star < 0 ? 1 : Words.weight(weighted.substring(star + 1)),
                at < 0 ? null : P4Value.parse(word.substring(at + 1)));
    }

    /** As it is typed. */
    static String text(Object name, int weight, @Nullable P4Value watchPort) {
        return name + (weight == 1 ? "" : "*" + weight) + (watchPort == null ? "" : "@" + ValueText.plain(watchPort));
    }
}
