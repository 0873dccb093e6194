package io.ipdk.examples.p4;

import io.ipdk.p4runtime.P4RuntimeClient;
import io.ipdk.p4runtime.session.SessionInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import picocli.CommandLine.Command;

@Command(
        name = "status",
        description = "Tells who is primary, what the target can do and which pipeline it runs.",
        mixinStandardHelpOptions = true)
final class StatusCommand extends P4Command {
    StatusCommand(P4Session session) {
        super(session);
    }

    @Override
    void run() {
        P4RuntimeClient client = session.client();
        SessionInfo info = client.session().info();
        OptionalLong cookie = client.pipeline().cookie();
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("target", session.toString());
        status.put("we are", info.phase().name().toLowerCase(java.util.Locale.ROOT));
        status.put("election id", info.electionId().map(Object::toString).orElse("unset"));
        status.put("highest id", info.highest().map(Object::toString).orElse("none"));
        status.put("P4Runtime", client.capabilities().reported());
        status.put("cookie", cookie.isPresent() ? "0x" + Long.toHexString(cookie.getAsLong()) : "none");
        session.output().print("status", List.of(status));
    }
}
