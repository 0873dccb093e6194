package io.ipdk.nativeaccess.posix;

/** A promise about a memory file that holds for everybody who has it (fcntl(2), F_ADD_SEALS). Immutable. */
public enum Seal {
    /** No seal can be added any more. */
    SEAL(1),
    /** The file never gets shorter: mapped pages cannot vanish under a reader. */
    SHRINK(2),
    /** The file never gets longer. */
    GROW(4),
    /** The content never changes. */
    WRITE(8);

    final int bit;

    Seal(int bit) {
        this.bit = bit;
    }

    static int bits(Seal... seals) {
        int bits = 0;
        for (Seal seal : seals) {
            bits |= seal.bit;
        }
        return bits;
    }
}
