package io.ipdk.examples.p4;

import io.ipdk.p4runtime.entity.ActionProfileGroup;
import io.ipdk.p4runtime.entity.ActionProfileMember;
import io.ipdk.p4runtime.entity.P4Entity;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lists and writes members or groups of an action profile. */
@Command(mixinStandardHelpOptions = true)
final class ProfileCommand extends P4Command {
    private final boolean groups;

    @Parameters(index = "0", paramLabel = "VERB", description = "list, insert, modify or delete")
    private Verb verb = Verb.LIST;

    @Parameters(index = "1", paramLabel = "PROFILE", description = "the action profile or selector")
    private String profile = "";

    @Parameters(index = "2", arity = "0..1", paramLabel = "ID", description = "the member or group; all in a list")
    private long id;

    @Parameters(
            index = "3..*",
            paramLabel = "WORD",
            description = "of a member ACTION PARAM=VALUE…, of a group MEMBER*WEIGHT…")
    private List<String> words = List.of();

    ProfileCommand(P4Session session, boolean groups) {
        super(session);
        this.groups = groups;
    }

    @Override
    void run() {
        P4Entity entity = groups ? group() : member();
        if (verb == Verb.LIST) {
            EntityRecords records = session.records();
            session.output()
                    .print(
                            groups ? "groups" : "members",
                            session.client().readAll(List.of(entity)).stream()
                                    .map(records::of)
                                    .toList());
        } else {
            verb.write(session.client(), entity);
            session.output().done(verb.past());
        }
    }

    private P4Entity member() {
        ActionProfileMember member = ActionProfileMember.of(profile, id);
        return words.isEmpty() ? member : member.action(Words.action(words));
    }

    private P4Entity group() {
        ActionProfileGroup group = ActionProfileGroup.of(profile, id);
        for (String word : words) {
            int star = word.indexOf('*');
            group = star < 0
                    ? group.member(Words.number(word))
                    : group.member(Words.number(word.substring(0, star)), Words.number(word.substring(star + 1)));
        }
        return group;
    }
}
