package io.ipdk.p4codegen;

import io.ipdk.p4runtime.info.P4Object;

/** What {@code @brief} and {@code @description} say, as Javadoc. */
final class Docs {
    private Docs() {}

    /** The first sentence: what it is, its name, its {@code @brief}. */
    static String of(String kind, P4Object object) {
        String name = kind + ' ' + Escape.code(object.fullName());
        return object.brief().isBlank() ? name + '.' : name + ": " + sentence(object.brief());
    }

    /** The text of {@code @description}, empty if there is none. */
    static String description(P4Object object) {
        return object.description().isBlank() ? "" : sentence(object.description());
    }

    private static String sentence(String text) {
        String escaped = Escape.javadoc(text);
        return escaped.endsWith(".") || escaped.endsWith("!") || escaped.endsWith("?") ? escaped : escaped + '.';
    }
}
