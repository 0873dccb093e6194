package io.ipdk.p4target.runtime;

import io.ipdk.p4target.table.TableEntry;
import org.jspecify.annotations.Nullable;

/** Watches a packet on its way. Confined to one thread (the packet's). */
public interface Tracer {
    /** A parser, a control or a deparser begins. */
    void block(String name);

    /** The parser enters a state. */
    void parserState(String name);

    /** A table was applied. */
    void table(String name, @Nullable TableEntry hit);

    /** An action runs. */
    void action(String name);

    /** A condition was decided. */
    void condition(String name, boolean result);

    /** Anything else worth a line: a clone, a drop and why, a log_msg. */
    void note(String text);
}
