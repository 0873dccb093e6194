package io.ipdk.p4runtime.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipdk.error.InvalidSpecException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class P4DataTest {
    private final P4Data data = P4Data.struct(Map.of(
            "mac", P4Data.of(P4Value.mac("02:00:00:00:00:01")), "inner", P4Data.header(Map.of("vid", P4Data.of(7)))));

    @Test
    void membersAreReachedByName() {
        assertThat(data.get("mac").asValue().asMac()).hasToString("02:00:00:00:00:01");
        assertThat(data.get("inner").get("vid").asValue().asInt()).isEqualTo(7);
        assertThat(new P4Data.Varbit(P4Value.of(3), 8).asValue().asInt()).isEqualTo(3);
    }

    @Test
    void anUnknownMemberIsNamedWithThoseThereAre() {
        assertThatThrownBy(() -> data.get("port"))
                .isInstanceOf(InvalidSpecException.class)
                .hasMessageContainingAll("'port'", "mac", "inner");
        assertThatThrownBy(() -> data.get("mac").get("x")).isInstanceOf(InvalidSpecException.class);
        assertThatThrownBy(data::asValue).isInstanceOf(InvalidSpecException.class);
    }
}
