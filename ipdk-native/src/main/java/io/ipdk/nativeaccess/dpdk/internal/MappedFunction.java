package io.ipdk.nativeaccess.dpdk.internal;

/** The template of {@link MappedFunctions}: only hidden copies of it are ever bound. */
final class MappedFunction implements BurstFunction {
    private static native int invoke(long object, long array, int count);

    @Override
    public int call(long object, long array, int count) {
        return invoke(object, array, count);
    }
}
