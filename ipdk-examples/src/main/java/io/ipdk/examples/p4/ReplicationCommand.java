package io.ipdk.examples.p4;

import io.ipdk.p4runtime.entity.CloneSession;
import io.ipdk.p4runtime.entity.MulticastGroup;
import io.ipdk.p4runtime.entity.P4Entity;
import io.ipdk.p4runtime.entity.Replica;
import io.ipdk.p4runtime.value.P4Value;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lists and writes multicast groups or clone sessions. */
@Command(mixinStandardHelpOptions = true)
final class ReplicationCommand extends EntityCommand {
    private final boolean clones;

    @Parameters(index = "1", arity = "0..1", paramLabel = "ID", description = "the group or session; all in a list")
    private long id;

    @Parameters(
            index = "2..*",
            paramLabel = "PORT",
            description = "PORT, PORT#INSTANCE, and PORT|BACKUP for a port that steps in")
    private List<String> ports = List.of();

    ReplicationCommand(P4Session session, boolean clones) {
        super(session, clones ? "clone sessions" : "multicast groups");
        this.clones = clones;
    }

    @Override
    P4Entity entity() {
        return clones ? cloneSession() : multicastGroup();
    }

    private CloneSession cloneSession() {
        CloneSession wanted = CloneSession.of(id);
        for (String port : ports) {
            wanted = wanted.replica(replica(port));
        }
        return wanted;
    }

    private MulticastGroup multicastGroup() {
        MulticastGroup wanted = MulticastGroup.of(id);
        for (String port : ports) {
            wanted = wanted.replica(replica(port));
        }
        return wanted;
    }

    private static Replica replica(String text) {
        String[] places = text.split("\\|", -1);
        Replica replica = Replica.to(port(places[0]), instance(places[0]));
        for (int i = 1; i < places.length; i++) {
            replica = replica.backup(port(places[i]), instance(places[i]));
        }
        return replica;
    }

    private static P4Value port(String place) {
        int mark = place.indexOf('#');
        return P4Value.parse(mark < 0 ? place : place.substring(0, mark));
    }

    private static long instance(String place) {
        int mark = place.indexOf('#');
        return mark < 0 ? 0 : Words.number(place.substring(mark + 1));
    }
}
