package io.ipdk.device;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Compares two specs field by field.
 *
 * <p>Confined to one thread (the one that compares).
 *
 * @param <S> the spec
 */
public final class SpecDiff<S> {

    private final S present;
    private final S wanted;
    private final List<FieldDifference> differences = new ArrayList<>();

    public SpecDiff(S present, S wanted) {
        this.present = present;
        this.wanted = wanted;
    }

    /** Compares a field that can change while the device is plugged. */
    public SpecDiff<S> live(String field, Function<S, @Nullable Object> value) {
        return compare(field, value, true);
    }

    /** Compares a field that is fixed from plug to unplug. */
    public SpecDiff<S> fixed(String field, Function<S, @Nullable Object> value) {
        return compare(field, value, false);
    }

    private SpecDiff<S> compare(String field, Function<S, @Nullable Object> value, boolean live) {
        Object before = value.apply(present);
        Object after = value.apply(wanted);
        if (!Objects.equals(before, after)) {
            differences.add(new FieldDifference(field, text(before), text(after), live));
        }
        return this;
    }

    private static String text(@Nullable Object value) {
        return value == null ? "unset" : value.toString();
    }

    public List<FieldDifference> differences() {
        return List.copyOf(differences);
    }
}
