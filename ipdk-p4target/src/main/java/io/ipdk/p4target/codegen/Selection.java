package io.ipdk.p4target.codegen;

import io.ipdk.p4target.program.Expr;
import io.ipdk.p4target.program.HeaderInstance;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The headers an expression can mean, and the Java expression that says which.
 *
 * @param headers one, or the elements of a stack
 * @param index a Java long expression; empty if there is one header
 */
record Selection(List<HeaderInstance> headers, String index) {
    boolean fixed() {
        return index.isEmpty();
    }

    HeaderInstance only() {
        return headers.get(0);
    }

    /** What tells it from every other selection among the same or other headers. */
    String key() {
        return headers.stream()
                .map(header -> String.valueOf(header.index()))
                .collect(Collectors.joining("/", fixed() ? "" : "any ", ""));
    }

    /** A name for what is selected, to name methods by. */
    String label() {
        return fixed() ? only().name() : only().name() + "_any";
    }

    static Selection of(Expr expr, Expressions expressions) {
        if (expr instanceof Expr.HeaderRef ref) {
            return new Selection(List.of(ref.header()), "");
        }
        if (expr instanceof Expr.Element element && !element.stack().ofUnions()) {
            return new Selection(element.stack().headers(), expressions.index(element.index()));
        }
        if (expr instanceof Expr.UnionMember member) {
            if (member.union() instanceof Expr.UnionRef union) {
                return new Selection(List.of(union.union().headers().get(member.member())), "");
            }
            if (member.union() instanceof Expr.Element element
                    && element.stack().ofUnions()) {
                return new Selection(
                        element.stack().unions().stream()
                                .map(union -> union.headers().get(member.member()))
                                .toList(),
                        expressions.index(element.index()));
            }
        }
        if (expr instanceof Expr.Op op && op.op().equals("?")) {
            Selection yes = of(Expressions.present(op.left()), expressions);
            Selection no = of(Expressions.present(op.right()), expressions);
            List<HeaderInstance> both = new ArrayList<>(yes.headers());
            both.addAll(no.headers());
            String offset = no.fixed()
                    ? yes.headers().size() + "L"
                    : "(" + no.index() + " + " + yes.headers().size() + "L)";
            return new Selection(
                    both,
                    "(" + expressions.truth(op.condition()) + " ? " + (yes.fixed() ? "0L" : yes.index()) + " : "
                            + offset + ")");
        }
        throw Refused.because("the header expression " + expr);
    }
}
