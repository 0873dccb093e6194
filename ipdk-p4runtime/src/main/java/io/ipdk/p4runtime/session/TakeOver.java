package io.ipdk.p4runtime.session;

import java.util.Optional;

/** What a backup does when the primary is gone: targets promote nobody by themselves. Implementations are Thread-safe. */
@FunctionalInterface
public interface TakeOver {
    /**
     * The id to ask with now.
     *
     * @param own the id in use
     * @param highest the highest that the target has ever seen for this role
     * @return empty = stay backup
     */
    Optional<ElectionId> primaryGone(ElectionId own, ElectionId highest);

    /** Stay backup until someone decides. */
    static TakeOver never() {
        return (own, highest) -> Optional.empty();
    }

    /** Ask with the lowest id that outranks all before: the old primary finds itself a backup when it comes back. */
    static TakeOver outrank() {
        return (own, highest) -> Optional.of(
                own.compareTo(highest) > 0 ? own : highest.equals(ElectionId.MAX) ? highest : highest.next());
    }

    /** Ask with the old primary's own id, for clients that share one. */
    static TakeOver inherit() {
        return (own, highest) -> Optional.of(own.compareTo(highest) > 0 ? own : highest);
    }
}
