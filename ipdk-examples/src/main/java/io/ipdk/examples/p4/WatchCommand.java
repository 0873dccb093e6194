package io.ipdk.examples.p4;

import io.ipdk.p4runtime.P4RuntimeClient;
import io.ipdk.p4runtime.entity.DigestConfig;
import io.ipdk.p4runtime.entity.DigestList;
import io.ipdk.p4runtime.entity.PacketIn;
import io.ipdk.p4runtime.flow.Subscription;
import io.ipdk.p4runtime.info.DigestInfo;
import io.ipdk.p4runtime.info.P4Info;
import io.ipdk.p4runtime.info.PacketHeaderInfo;
import io.ipdk.p4runtime.stream.IdleTimeout;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "watch",
        description = "Shows packets, digests, idle entries, stream errors and session events as they come.",
        mixinStandardHelpOptions = true)
final class WatchCommand extends P4Command {
    private static final int SHOWN_BYTES = 64;

    /** What comes from a target by itself. */
    enum Subject {
        PACKETS,
        DIGESTS,
        IDLE,
        ERRORS,
        SESSION
    }

    @Parameters(
            arity = "0..*",
            paramLabel = "SUBJECT",
            description = "packets, digests, idle, errors, session; all unless given")
    private List<Subject> subjects = List.of();

    @Option(names = "--count", paramLabel = "N", description = "end after so many")
    private int count = Integer.MAX_VALUE;

    @Option(names = "--seconds", paramLabel = "S", description = "end after so many seconds")
    private long seconds = TimeUnit.DAYS.toSeconds(365);

    private final Semaphore seen = new Semaphore(0);

    WatchCommand(P4Session session) {
        super(session);
    }

    @Override
    void run() throws InterruptedException {
        seen.drainPermits();
        List<Subscription> subscriptions = new ArrayList<>();
        try {
            for (Subject subject : subjects.isEmpty() ? List.of(Subject.values()) : subjects) {
                subscriptions.add(subscribe(subject, session.client()));
            }
            session.output().done("watching; Ctrl-C ends it");
            boolean all = seen.tryAcquire(count, seconds, TimeUnit.SECONDS);
            if (!all) {
                session.output().done("nothing more within " + seconds + " seconds");
            }
        } finally {
            subscriptions.forEach(Subscription::close);
        }
    }

    private Subscription subscribe(Subject subject, P4RuntimeClient client) {
        return switch (subject) {
            case PACKETS -> client.packets().onPacket(packet -> show(packet(packet)));
            case DIGESTS -> digests(client);
            case IDLE -> client.notices().onIdleTimeout(this::idle);
            case ERRORS -> client.notices().onStreamError(failure -> show(event("error", "what", failure.toString())));
            case SESSION ->
                client.session()
                        .onEvent(event -> show(event("session", event.getClass().getSimpleName(), event.toString())));
        };
    }

    private Subscription digests(P4RuntimeClient client) {
        Subscription subscription = client.digests().onDigest(this::digest);
        for (DigestInfo digest : session.info().digests()) {
            client.digests().enable(DigestConfig.of(digest.name()));
        }
        return subscription;
    }

    private void digest(DigestList list) {
        list.messages().forEach(message -> show(event("digest", list.digest(), ValueText.of(message))));
    }

    private void idle(IdleTimeout notice) {
        EntityRecords records = session.records();
        notice.entries().forEach(entry -> show(event("idle", entry.table(), records.of(entry))));
    }

    private Map<String, Object> packet(PacketIn packet) {
        P4Info info = session.info();
        PacketHeaderInfo header = info.packetIn().orElse(null);
        Map<String, Object> fields = new LinkedHashMap<>();
        packet.metadata().forEach((name, value) -> {
            if (header == null || !header.field(name).padding()) {
                fields.put(name, ValueText.plain(value));
            }
        });
        byte[] bytes = packet.payload().toByteArray();
        String hex = HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, SHOWN_BYTES));
        Map<String, Object> event = event("packet", "in", fields);
        event.put("bytes", bytes.length);
        event.put("hex", bytes.length > SHOWN_BYTES ? hex + "…" : hex);
        return event;
    }

    private static Map<String, Object> event(String kind, String name, Object content) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("event", kind);
        event.put(name, content);
        return event;
    }

    private void show(Map<String, Object> event) {
        session.output().print(event);
        seen.release();
    }
}
