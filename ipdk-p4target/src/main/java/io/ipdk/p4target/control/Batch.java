package io.ipdk.p4target.control;

import io.ipdk.p4target.runtime.ForwardingState;
import io.ipdk.p4target.runtime.ReplicaList;
import io.ipdk.p4target.table.Edit;
import io.ipdk.p4target.table.MatchTable;
import io.ipdk.p4target.table.PackedMap;
import io.ipdk.p4target.table.PortStates;
import io.ipdk.p4target.table.TableEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Changes that become visible together. What cannot be part of a snapshot (counters, meters, registers, digests) is put
 * off until then. Confined to one thread (the holder of the control plane's lock).
 */
final class Batch {
    final Edit edit = new Edit();
    final long now;
    final MatchTable[] tables;
    final TableEntry[] defaults;
    final ForwardingState.Profile[] profiles;
    final MatchTable[] valueSets;
    final ProfileUse[] uses;
    PackedMap<ReplicaList> multicast;
    PackedMap<ReplicaList> clones;
    PortStates ports;

    /** The digests that will be configured; null while the batch says nothing of them. */
    @Nullable
    Set<Integer> digests;

    private final List<Runnable> effects = new ArrayList<>();

    Batch(ForwardingState from, ProfileUse[] uses, long now) {
        this.now = now;
        tables = from.tables().clone();
        defaults = from.defaults().clone();
        profiles = from.profiles().clone();
        valueSets = from.valueSets().clone();
        this.uses = uses.clone();
        multicast = from.multicast();
        clones = from.clones();
        ports = from.ports();
    }

    /** Puts something off until the batch is visible. */
    void afterwards(Runnable effect) {
        effects.add(effect);
    }

    ForwardingState state() {
        return new ForwardingState(tables, defaults, profiles, valueSets, multicast, clones, ports);
    }

    void runEffects() {
        effects.forEach(Runnable::run);
    }
}
