package io.ipdk.examples.p4;

import io.ipdk.p4runtime.entity.P4Entity;
import java.util.List;
import picocli.CommandLine.Parameters;

/** Lists or writes entities of one kind, as its first word says. Confined to one thread. */
abstract class EntityCommand extends P4Command {
    private final String plural;

    @Parameters(index = "0", paramLabel = "VERB", description = "list, insert, modify or delete")
    private Verb verb = Verb.LIST;

    /** @param plural what there is none of, if nothing is listed */
    EntityCommand(P4Session session, String plural) {
        super(session);
        this.plural = plural;
    }

    /** The entity that the words tell; the filter of a list. */
    abstract P4Entity entity();

    @Override
    final void run() {
        P4Entity entity = entity();
        if (verb == Verb.LIST) {
            EntityRecords records = session.records();
            session.output()
                    .print(
                            plural,
                            session.client().readAll(List.of(entity)).stream()
                                    .map(records::of)
                                    .toList());
        } else {
            verb.write(session.client(), entity);
            session.output().done(verb.past());
        }
    }
}
