package io.ipdk.p4target.table;

/** An action and its parameters. Immutable. */
public class ActionCall {
    /** No action. */
    public static final int NONE = -1;

    /** The action's place among those of its table or profile, or {@link #NONE}. */
    public final int action;

    /** The parameters in order, each in as many longs as it needs, the low one first. */
    public final long[] data;

    public ActionCall(int action, long[] data) {
        this.action = action;
        this.data = data;
    }
}
