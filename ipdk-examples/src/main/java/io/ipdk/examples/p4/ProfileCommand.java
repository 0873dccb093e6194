package io.ipdk.examples.p4;

import io.ipdk.p4runtime.entity.ActionProfileGroup;
import io.ipdk.p4runtime.entity.ActionProfileMember;
import io.ipdk.p4runtime.entity.GroupMember;
import io.ipdk.p4runtime.entity.P4Entity;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lists and writes members or groups of an action profile. */
@Command(mixinStandardHelpOptions = true)
final class ProfileCommand extends EntityCommand {
    private final boolean groups;

    @Parameters(index = "1", paramLabel = "PROFILE", description = "the action profile or selector")
    private String profile = "";

    @Parameters(index = "2", arity = "0..1", paramLabel = "ID", description = "the member or group; all in a list")
    private long id;

    @Parameters(
            index = "3..*",
            paramLabel = "WORD",
            description =
                    "of a member ACTION PARAM=VALUE…, of a group MEMBER*WEIGHT@PORT…: the weight is 1 unless given, and a"
                            + " member with a port is left out while that is down")
    private List<String> words = List.of();

    ProfileCommand(P4Session session, boolean groups) {
        super(session, groups ? "groups" : "members");
        this.groups = groups;
    }

    @Override
    P4Entity entity() {
        return groups ? group() : member();
    }

    private P4Entity member() {
        ActionProfileMember member = ActionProfileMember.of(profile, id);
        return words.isEmpty() ? member : member.action(Words.action(words));
    }

    private P4Entity group() {
        ActionProfileGroup group = ActionProfileGroup.of(profile, id);
        for (String word : words) {
            Share share = Share.of(word);
            group = group.member(new GroupMember(Words.number(share.name()), share.weight(), share.watchPort()));
        }
        return group;
    }
}
