package io.ipdk.p4target.table;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The choices a selector has: the members of a group by id, or the actions of a one-shot. Immutable.
 *
 * <p>A hash chooses by its remainder among the choices, each taken as often as its weight, in the given order; choices
 * that watch a port that is down are left out.
 */
public final class SelectorSet {
    private final List<Choice> choices;
    private final Choice[] byPlace;
    private final int[] byWeight;
    private final boolean watching;
    private final int group;
    private final int maxSize;

    /**
     * A choice. Immutable.
     *
     * @param member id of the member; 0 in one-shots
     * @param call what a one-shot does; null in groups
     * @param weight how often it counts, at least 1
     * @param watchPort the port it depends on, or -1
     */
    public record Choice(int member, @Nullable ActionCall call, int weight, int watchPort) {}

    /** The actions of a one-shot. */
    public SelectorSet(List<Choice> choices) {
        this(choices, 0, 0);
    }

    /** The members of a group, with the size its controller reserved. */
    public SelectorSet(List<Choice> choices, int group, int maxSize) {
        this.group = group;
        this.maxSize = maxSize;
        this.choices = List.copyOf(choices);
        byPlace = choices.toArray(new Choice[0]);
        int total = choices.stream().mapToInt(Choice::weight).sum();
        byWeight = new int[total];
        int at = 0;
        boolean watch = false;
        for (int i = 0; i < choices.size(); i++) {
            for (int k = 0; k < choices.get(i).weight(); k++) {
                byWeight[at++] = i;
            }
            watch |= choices.get(i).watchPort() >= 0;
        }
        watching = watch;
    }

    /** The group's id; 0 of a one-shot. */
    public int group() {
        return group;
    }

    /** The size that a group's controller reserved; 0 if none. */
    public int maxSize() {
        return maxSize;
    }

    /** The sum of all weights. */
    public long weights() {
        return byWeight.length;
    }

    public List<Choice> choices() {
        return choices;
    }

    /** The choice for a hash, or null if there is none whose port is up. */
    public @Nullable Choice pick(long hash, PortStates ports) {
        if (watching && ports.anyDown()) {
            return pickLive(hash, ports);
        }
        return byWeight.length == 0 ? null : byPlace[byWeight[(int) Long.remainderUnsigned(hash, byWeight.length)]];
    }

    private @Nullable Choice pickLive(long hash, PortStates ports) {
        int live = 0;
        for (int i = 0; i < byPlace.length; i++) {
            Choice choice = byPlace[i];
            live += ports.isUp(choice.watchPort()) ? choice.weight() : 0;
        }
        if (live == 0) {
            return null;
        }
        long left = Long.remainderUnsigned(hash, live);
        for (int i = 0; i < byPlace.length; i++) {
            Choice choice = byPlace[i];
            if (ports.isUp(choice.watchPort())) {
                left -= choice.weight();
                if (left < 0) {
                    return choice;
                }
            }
        }
        return null;
    }
}
