package io.ipdk.examples.doctor;

import io.ipdk.testkit.peer.Peer;
import io.ipdk.testkit.peer.Presence;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Programs and images of others: what guests and tests need. */
final class PeerCheck {

    /** Without these there are no guests. */
    static final Set<Peer> GUEST = EnumSet.of(Peer.QEMU, Peer.CLOUD_KERNEL, Peer.BUSYBOX);

    private PeerCheck() {}

    static List<Finding> look() {
        return Stream.of(Peer.values()).map(PeerCheck::look).toList();
    }

    private static Finding look(Peer peer) {
        Presence presence = peer.presence();
        if (presence instanceof Presence.Found found) {
            return Finding.ok(peer.title(), found.where().toString());
        }
        return Finding.optional(peer.title(), ((Presence.Missing) presence).why(), peer.installCommand());
    }
}
