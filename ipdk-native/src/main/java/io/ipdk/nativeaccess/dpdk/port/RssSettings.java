package io.ipdk.nativeaccess.dpdk.port;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;

/** What a device hashes to spread packets over its receive queues. Immutable. */
public final class RssSettings {
    private static final int MAX_KEY = 255;

    private final Set<RssType> types;
    private final byte[] key;

    /**
     * @param types the kinds of packets that are hashed
     * @param key the hash key, as long as the device says; empty for the driver's own
     */
    public RssSettings(Set<RssType> types, byte[] key) {
        if (key.length > MAX_KEY) {
            throw new IllegalArgumentException("a hash key of " + key.length + " bytes: the most is " + MAX_KEY);
        }
        this.types = Set.copyOf(types);
        this.key = key.clone();
    }

    /** Hashes these kinds with the driver's own key. */
    public static RssSettings of(RssType first, RssType... more) {
        return new RssSettings(EnumSet.of(first, more), new byte[0]);
    }

    /** The kinds of packets that are hashed. */
    public Set<RssType> types() {
        return types;
    }

    /** A copy of the key. */
    public byte[] key() {
        return key.clone();
    }

    long typeBits() {
        return RssType.bits(types);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RssSettings that && types.equals(that.types) && Arrays.equals(key, that.key);
    }

    @Override
    public int hashCode() {
        return 31 * types.hashCode() + Arrays.hashCode(key);
    }

    @Override
    public String toString() {
        return "RSS of " + types + ", key "
                + (key.length == 0 ? "the driver's" : HexFormat.of().formatHex(key));
    }
}
