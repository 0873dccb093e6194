package io.ipdk.testkit.p4runtime;

import io.ipdk.p4runtime.P4RuntimeClient;
import io.ipdk.p4runtime.session.SessionEvent;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;

/** Collects what a session tells. */
final class SessionEvents {
    private final List<SessionEvent> all = new CopyOnWriteArrayList<>();

    SessionEvents(P4RuntimeClient client) {
        client.session().onEvent(all::add);
    }

    List<SessionEvent> all() {
        return List.copyOf(all);
    }

    <T extends SessionEvent> List<T> of(Class<T> type) {
        return all.stream().filter(type::isInstance).map(type::cast).toList();
    }

    <T extends SessionEvent> T await(Class<T> type) {
        Awaitility.await().until(() -> !of(type).isEmpty());
        return of(type).get(0);
    }
}
