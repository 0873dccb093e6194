package io.ipdk.device;

import java.util.List;

/**
 * What an application wants a device to be.
 *
 * <p>Immutable.
 *
 * @param <S> the spec itself
 * @param <B> its builder
 */
public interface DeviceSpec<S, B> {

    /** A builder that starts from this spec. */
    B toBuilder();

    /** Field by field, how this spec (what is there) differs from {@code wanted}; empty if they are equal. */
    List<FieldDifference> differences(S wanted);
}
