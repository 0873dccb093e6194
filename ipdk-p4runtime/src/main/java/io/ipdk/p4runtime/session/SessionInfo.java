package io.ipdk.p4runtime.session;

import java.util.Optional;

/**
 * How a session stands at one moment. Immutable.
 *
 * @param electionId the id in use; empty = unset, never primary
 * @param highest the highest id that the target has seen for this role, which is the primary's if there is one; empty = there
 *     has never been a primary, or the target has not said
 * @param primaryPresent whether some client is primary, as far as the target has said
 */
public record SessionInfo(
        SessionPhase phase, Optional<ElectionId> electionId, Optional<ElectionId> highest, boolean primaryPresent) {
    /** Whether changes may be made now. */
    public boolean isReady() {
        return phase == SessionPhase.PRIMARY;
    }

    /** Whether the target answered on the stream that is open now. */
    public boolean isConnected() {
        return phase == SessionPhase.BACKUP || phase == SessionPhase.RESTORING || phase == SessionPhase.PRIMARY;
    }
}
