package io.ipdk.nativeaccess.spdk.lvol;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What becomes of the former content of space that is taken, and of volumes that are deleted. Immutable. */
public enum LvolClearMethod {
    /** What SPDK does if it is not told: it discards. */
    DEFAULT,
    /** It stays, and may be read again. */
    NONE,
    /** The space is discarded; what is read then depends on the device. */
    UNMAP,
    /** It is overwritten with zeros, which takes its time. */
    WRITE_ZEROES;

    @Nullable
    String parameter() {
        return this == DEFAULT ? null : name().toLowerCase(Locale.ROOT);
    }
}
