package io.ipdk.p4runtime.constraint;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One checked constraint. */
final class Constraint {
    private final ConstraintSource source;
    private final Scope scope;
    private final Syntax syntax;
    private final Term.Truth truth;

    private Constraint(ConstraintSource source, Scope scope) {
        this.source = source;
        this.scope = scope;
        this.syntax = Parser.parse(source);
        this.truth = new TypeChecker(source, scope).truth(syntax);
    }

    /** @throws ConstraintSyntaxException if it cannot be understood */
    static Constraint of(ConstraintSource source, Scope scope) {
        return new Constraint(source, scope);
    }

    /** @throws ConstraintViolationException if it does not hold */
    void check(Subject subject) {
        if (truth.holds(subject)) {
            return;
        }
        Syntax culprit = culprit(syntax, truth, subject);
        Map<String, String> values = new LinkedHashMap<>();
        collect(culprit, subject, values);
        throw new ConstraintViolationException(
                source.owner(),
                source.text().substring(culprit.start(), culprit.end()).replaceAll("\\s+", " "),
                values,
                source.describe(culprit.start()));
    }

    /** Of a conjunction that fails, the first part that does; of anything else, all of it. */
    private static Syntax culprit(Syntax syntax, Term.Truth truth, Subject subject) {
        if (syntax instanceof Syntax.Conjunction all && truth instanceof Term.All terms) {
            List<Term.Truth> parts = terms.parts();
            for (int i = 0; i < parts.size(); i++) {
                if (!parts.get(i).holds(subject)) {
                    return culprit(all.parts().get(i), parts.get(i), subject);
                }
            }
        }
        return syntax;
    }

    private void collect(Syntax syntax, Subject subject, Map<String, String> values) {
        if (syntax instanceof Syntax.Name name) {
            Scope.Variable variable = scope.find(name.name());
            if (variable != null) {
                values.put(name.name(), subject.describe(variable.position()));
            }
        } else if (syntax instanceof Syntax.Attribute attribute) {
            values.put(attribute.name(), subject.priority().toString());
        } else if (syntax instanceof Syntax.Projection projection) {
            collect(projection.of(), subject, values);
        } else if (syntax instanceof Syntax.Not not) {
            collect(not.operand(), subject, values);
        } else if (syntax instanceof Syntax.Negation negation) {
            collect(negation.operand(), subject, values);
        } else if (syntax instanceof Syntax.Comparison comparison) {
            collect(comparison.left(), subject, values);
            collect(comparison.right(), subject, values);
        } else if (syntax instanceof Syntax.Implication implication) {
            collect(implication.left(), subject, values);
            collect(implication.right(), subject, values);
        } else if (syntax instanceof Syntax.Conjunction all) {
            all.parts().forEach(part -> collect(part, subject, values));
        } else if (syntax instanceof Syntax.Disjunction any) {
            any.parts().forEach(part -> collect(part, subject, values));
        }
    }
}
