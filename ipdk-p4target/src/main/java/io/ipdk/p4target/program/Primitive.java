package io.ipdk.p4target.program;

import java.util.List;

/**
 * One step of an action. Immutable.
 *
 * @param op bmv2's name of it, such as {@code assign}
 * @param args its parameters
 * @param source where it came from
 */
public record Primitive(String op, List<Expr> args, SourceInfo source) {
    public Primitive {
        args = List.copyOf(args);
    }
}
