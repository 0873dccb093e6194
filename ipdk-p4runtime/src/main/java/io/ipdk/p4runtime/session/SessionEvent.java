package io.ipdk.p4runtime.session;

import io.ipdk.error.IpdkException;
import java.time.Duration;
import java.util.Optional;

/** What happened to a session, in order. Immutable. */
public sealed interface SessionEvent {
    /** The target answered: this client is primary. What was there before is put back next. */
    record BecamePrimary(ElectionId electionId) implements SessionEvent {}

    /** The target answered: another client is primary. */
    record BecameBackup(Optional<ElectionId> primary) implements SessionEvent {}

    /** Nobody is primary. */
    record PrimaryGone(Optional<ElectionId> highest) implements SessionEvent {}

    /** This backup asks to be primary with another id. */
    record TakingOver(ElectionId electionId) implements SessionEvent {}

    /** One thing was put back after the session came up again: {@code pipeline}, {@code digests}, … */
    record Restored(String step) implements SessionEvent {}

    /** One thing could not be put back; it is tried again from the first step. */
    record RestoreFailed(String step, IpdkException cause, Duration retryIn) implements SessionEvent {}

    /** Primary, and everything is in its place: changes are accepted. */
    record Ready() implements SessionEvent {}

    /** The stream was lost. */
    record Disconnected(IpdkException cause, Duration retryIn) implements SessionEvent {}

    /** Another attempt begins, the first after a loss being 1. */
    record Reconnecting(int attempt) implements SessionEvent {}

    /** The target's answers contradict each other or the specification; the session goes on as said. */
    record Irregular(String problem) implements SessionEvent {}

    /** No further event follows. */
    record Closed(Optional<IpdkException> cause) implements SessionEvent {}
}
