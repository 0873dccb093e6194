package io.ipdk.p4runtime.info;

import java.util.List;
import org.p4.config.v1.Preamble;

/**
 * What all objects of a P4Info have in common.
 *
 * <p>Immutable.
 */
public interface P4Object {

    /** Name, alias, id, annotations and documentation, as in the P4Info. */
    Preamble preamble();

    /** The id on the wire. */
    default int id() {
        return preamble().getId();
    }

    /** The fully qualified name, such as {@code MyIngress.ipv4_lpm}. */
    default String fullName() {
        return preamble().getName();
    }

    /** The name that entities carry when they were read: the alias, or the fully qualified name where there is none. */
    default String name() {
        return preamble().getAlias().isEmpty()
                ? preamble().getName()
                : preamble().getAlias();
    }

    /** The annotations that are not structured, as written, such as {@code @hidden}. */
    default List<String> annotations() {
        return preamble().getAnnotationsList();
    }

    /** The text of {@code @brief}, empty if there is none. */
    default String brief() {
        return preamble().getDoc().getBrief();
    }

    /** The text of {@code @description}, empty if there is none. */
    default String description() {
        return preamble().getDoc().getDescription();
    }
}
