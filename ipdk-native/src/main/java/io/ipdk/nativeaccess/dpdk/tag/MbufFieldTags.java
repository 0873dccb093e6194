package io.ipdk.nativeaccess.dpdk.tag;

import io.ipdk.nativeaccess.dpdk.Eal;
import io.ipdk.nativeaccess.dpdk.internal.CText;
import io.ipdk.nativeaccess.dpdk.internal.EalContext;
import io.ipdk.nativeaccess.dpdk.internal.MbufLibrary;
import io.ipdk.nativeaccess.dpdk.internal.Scratch;
import io.ipdk.nativeaccess.dpdk.mbuf.Mbuf;
import io.ipdk.nativeaccess.dpdk.mbuf.MbufBurst;
import io.ipdk.nativeaccess.memory.RawMemory;

/**
 * Tags in a dynamic field of the mbuf, registered with DPDK by a name that other libraries of the process can look up. The
 * frame is not touched. A value is kept plus one, so that a field nobody wrote says that there is no tag.
 *
 * <p>Mbufs come back from a pool with what was last in the field: {@link #remove} clears it. Immutable.
 */
public final class MbufFieldTags implements PacketTags {
    private static final int BITS = 31;

    /** {@code struct rte_mbuf_dynfield}: name, size, alignment, flags. */
    private static final int PARAMETERS_BYTES = 88;

    private static final int NAME_BYTES = 64;
    private static final int SIZE_AT = 64;
    private static final int ALIGNMENT_AT = 72;

    private final TagSpec spec;
    private final int offset;

    private MbufFieldTags(TagSpec spec, int offset) {
        this.spec = spec;
        this.offset = offset;
    }

    /**
     * Registers the field, or finds it if it is registered.
     *
     * @param name 1 to 63 characters; names starting with {@code rte_} are DPDK's own
     * @throws io.ipdk.nativeaccess.dpdk.DpdkException if the mbuf has no room left, or the name is another kind of field's
     */
    public static MbufFieldTags register(Eal eal, String name, String meaning) {
        byte[] text = CText.of(name);
        if (name.isEmpty() || text.length > NAME_BYTES) {
            throw new IllegalArgumentException("\"" + name + "\": a field's name has 1 to 63 characters");
        }
        TagSpec spec = new TagSpec(TagPlace.MBUF_FIELD, name, BITS, meaning);
        EalContext context = eal.context();
        try (Scratch parameters = Scratch.allocate(PARAMETERS_BYTES)) {
            RawMemory.copyFromArray(text, 0, parameters.address(), text.length);
            RawMemory.putLong(parameters.address() + SIZE_AT, Integer.BYTES);
            RawMemory.putLong(parameters.address() + ALIGNMENT_AT, Integer.BYTES);
            int offset = context.call(
                    "rte_mbuf_dynfield_register",
                    name,
                    "the mbuf has 36 bytes for all fields; choose a name nobody uses",
                    () -> MbufLibrary.rte_mbuf_dynfield_register(parameters.address()));
            return new MbufFieldTags(spec, offset);
        }
    }

    @Override
    public TagSpec spec() {
        return spec;
    }

    @Override
    public int read(MbufBurst burst, int index) {
        return RawMemory.getInt(field(burst, index)) - 1;
    }

    @Override
    public void write(MbufBurst burst, int index, int value) {
        // The largest value plus one would be the sign.
        if (value < 0 || value == Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "tag " + value + " (" + spec.meaning() + "): the range is 0 to 2^31 - 2");
        }
        RawMemory.putInt(field(burst, index), value + 1);
    }

    @Override
    public int remove(MbufBurst burst, int index) {
        long field = field(burst, index);
        int value = RawMemory.getInt(field) - 1;
        RawMemory.putInt(field, 0);
        return value;
    }

    private long field(MbufBurst burst, int index) {
        return Mbuf.fieldAddress(burst.mbuf(index), offset);
    }
}
