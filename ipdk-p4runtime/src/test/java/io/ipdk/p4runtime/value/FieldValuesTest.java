package io.ipdk.p4runtime.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FieldValuesTest {
    private static final FieldValues VALUES =
            FieldValues.of(new String[] {"port", "reason"}, new P4Value[] {P4Value.of(3), P4Value.of(7)});

    @Test
    void isAMapLikeAnyOther() {
        assertThat(VALUES)
                .isEqualTo(Map.of("reason", P4Value.of(7), "port", P4Value.of(3)))
                .hasSameHashCodeAs(Map.of("reason", P4Value.of(7), "port", P4Value.of(3)))
                .containsEntry("reason", P4Value.of(7))
                .doesNotContainKey("queue");
        assertThat(VALUES.keySet()).containsExactly("port", "reason");
    }

    @Test
    void keepsWhatItWasMadeOf() {
        Map<String, P4Value> source = new LinkedHashMap<>(VALUES);
        FieldValues copy = FieldValues.copyOf(source);
        source.clear();

        assertThat(copy).isEqualTo(VALUES);
        assertThat(FieldValues.copyOf(VALUES)).isSameAs(VALUES);
        assertThatThrownBy(() -> copy.put("port", P4Value.of(1))).isInstanceOf(UnsupportedOperationException.class);
    }
}
