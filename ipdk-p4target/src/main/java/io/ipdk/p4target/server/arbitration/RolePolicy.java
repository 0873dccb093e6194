package io.ipdk.p4target.server.arbitration;

import java.util.List;
import org.p4.v1.PacketMetadata;

/**
 * What a role may do, read from its configuration.
 *
 * <p>Immutable.
 */
public interface RolePolicy {
    /** Whether entities of the P4 object with this id may be written, and their notices heard. */
    boolean mayWrite(int p4Id);

    /** Whether a read under this role shows entities of the P4 object with this id. */
    boolean mayRead(int p4Id);

    /** Whether multicast groups and clone sessions, which have no P4 object, may be written. */
    boolean mayReplicate();

    /** Whether pipelines may be set. */
    boolean mayPushPipeline();

    /** Whether packets may be sent. */
    boolean maySendPackets();

    /** Whether a packet with this metadata is for the role. */
    boolean admits(List<PacketMetadata> packetIn);

    /** Everything is allowed. */
    static RolePolicy full() {
        return FullAccess.EVERYTHING;
    }

    /** The policy of roles without a configuration. */
    enum FullAccess implements RolePolicy {
        EVERYTHING;

        @Override
        public boolean mayWrite(int p4Id) {
            return true;
        }

        @Override
        public boolean mayRead(int p4Id) {
            return true;
        }

        @Override
        public boolean mayReplicate() {
            return true;
        }

        @Override
        public boolean mayPushPipeline() {
            return true;
        }

        @Override
        public boolean maySendPackets() {
            return true;
        }

        @Override
        public boolean admits(List<PacketMetadata> packetIn) {
            return true;
        }
    }
}
