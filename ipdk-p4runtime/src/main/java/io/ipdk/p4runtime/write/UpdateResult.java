package io.ipdk.p4runtime.write;

import io.ipdk.p4runtime.error.StatusCode;

/**
 * What became of one change. Immutable.
 *
 * @param change the caller's own object
 * @param code OK exactly if it was applied
 * @param message what the target said; may be empty
 * @param space whose numbers {@code targetCode} is of; empty = none
 * @param targetCode the target's own number of the error; 0 = none
 */
public record UpdateResult<C>(
        C change, UpdateOutcome outcome, StatusCode code, String message, String space, int targetCode) {

    @Override
    public String toString() {
        return change + ": " + outcome + (outcome == UpdateOutcome.APPLIED ? "" : " (" + code + ")")
                + (message.isEmpty() ? "" : " " + message)
                + (space.isEmpty() ? "" : " [" + space + " " + targetCode + "]");
    }
}
