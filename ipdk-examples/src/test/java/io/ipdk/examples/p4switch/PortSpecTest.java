package io.ipdk.examples.p4switch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipdk.error.InvalidSpecException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortSpecTest {
    @Test
    void aPortIsAnInterface() {
        PortSpec spec = PortSpec.parse("3@s1-eth3");

        assertThat(spec.number()).isEqualTo(3);
        assertThat(spec.name()).isEqualTo("s1-eth3");
        assertThat(spec.isUnix()).isFalse();
        assertThat(spec.fileName()).isEqualTo("s1-eth3");
    }

    @Test
    void aPortIsAPairOfSockets() {
        PortSpec spec = PortSpec.parse("0@unix:/tmp/p1,/tmp/h1");

        assertThat(spec.own()).isEqualTo(Path.of("/tmp/p1"));
        assertThat(spec.peer()).isEqualTo(Path.of("/tmp/h1"));
        assertThat(spec.fileName()).isEqualTo("p1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "eth0", "@eth0", "1@", "x@eth0", "-1@eth0", "65536@eth0", "1@unix:/tmp/p1", "1@unix:,b"})
    void anythingElseIsRefusedWithTheForm(String text) {
        assertThatThrownBy(() -> PortSpec.parse(text)).isInstanceOf(InvalidSpecException.class);
    }
}
