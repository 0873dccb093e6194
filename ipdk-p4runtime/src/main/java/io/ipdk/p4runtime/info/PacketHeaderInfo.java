package io.ipdk.p4runtime.info;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p4.config.v1.Preamble;

/**
 * The metadata that goes with packets in one direction: {@code packet_in} or {@code packet_out}.
 *
 * <p>Immutable.
 */
public final class PacketHeaderInfo implements P4Object {
    private final Preamble preamble;
    private final NameIndex<PacketFieldInfo> fields;

    PacketHeaderInfo(Preamble preamble, List<PacketFieldInfo> fields) {
        this.preamble = preamble;
        this.fields = new NameIndex<>(
                "metadata field of '" + preamble.getName() + "'",
                fields,
                PacketFieldInfo::name,
                field -> "",
                PacketFieldInfo::id);
    }

    @Override
    public Preamble preamble() {
        return preamble;
    }

    /** The fields in order. */
    public List<PacketFieldInfo> fields() {
        return fields.all();
    }

    /**
     * A field by name.
     *
     * @throws UnknownNameException if there is none
     */
    public PacketFieldInfo field(String name) {
        return fields.get(name);
    }

    /** A field by id, null if there is none. */
    public @Nullable PacketFieldInfo findField(int id) {
        return fields.find(id);
    }
}
