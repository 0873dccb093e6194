package io.ipdk.p4target.runtime;

import io.ipdk.p4target.table.ActionCall;
import io.ipdk.p4target.table.MatchTable;
import io.ipdk.p4target.table.PackedMap;
import io.ipdk.p4target.table.PortStates;
import io.ipdk.p4target.table.SelectorSet;
import io.ipdk.p4target.table.TableEntry;
import org.jspecify.annotations.Nullable;

/**
 * All that the control plane can change at once: what a packet sees from its first to its last step. Immutable.
 *
 * @param tables entries by table
 * @param defaults default entries by table
 * @param profiles members and groups by action profile
 * @param valueSets members by value set
 * @param multicast groups by id
 * @param clones sessions by id
 * @param ports which ports are up
 */
@SuppressWarnings("ArrayRecordComponent")
public record ForwardingState(
        MatchTable[] tables,
        TableEntry[] defaults,
        Profile[] profiles,
        MatchTable[] valueSets,
        PackedMap<ReplicaList> multicast,
        PackedMap<ReplicaList> clones,
        PortStates ports) {

    /**
     * The members and groups of an action profile. Immutable.
     *
     * @param members by id
     * @param groups by id
     */
    public record Profile(PackedMap<ActionCall> members, PackedMap<SelectorSet> groups) {
        /**
         * What an entry does: its own action, its member's, or that of the choice its group or one-shot makes.
         *
         * @return null if there is nothing to choose from
         */
        public @Nullable ActionCall resolve(TableEntry entry, long hash, PortStates ports) {
            if (entry.member != 0) {
                return members.get(entry.member);
            }
            SelectorSet set = entry.group != 0 ? groups.get(entry.group) : entry.set;
            if (set == null) {
                return entry;
            }
            SelectorSet.Choice choice = set.pick(hash, ports);
            if (choice == null) {
                return null;
            }
            ActionCall call = choice.call();
            return call != null ? call : members.get(choice.member());
        }
    }
}
