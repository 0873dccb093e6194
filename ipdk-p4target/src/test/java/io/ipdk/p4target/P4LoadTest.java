package io.ipdk.p4target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class P4LoadTest {
    private static final CorpusProgram ROUTER = new CorpusProgram("l3_router");

    private static P4Pipeline load(String json) {
        return P4Pipeline.load(ROUTER.p4info(), json.getBytes(StandardCharsets.UTF_8), PipelineOptions.defaults());
    }

    private static String json() {
        return new String(ROUTER.config(), StandardCharsets.UTF_8);
    }

    @Test
    void aPairThatDoesNotBelongTogetherIsRefusedWithTheNamesThatDiffer() {
        assertThatThrownBy(() -> P4Pipeline.load(
                        new CorpusProgram("l2_switch").p4info(), ROUTER.config(), PipelineOptions.defaults()))
                .isInstanceOf(P4LoadException.class)
                .hasMessageContaining("table 'L2Ingress.dmac' is in P4Info only")
                .hasMessageContaining("RtIngress.router_mac");
    }

    @Test
    void whatIsNotSupportedIsNamedWithItsSourceLine() {
        assertThatThrownBy(() -> load(json().replace("\"op\" : \"mark_to_drop\"", "\"op\" : \"teleport\"")))
                .isInstanceOf(P4LoadException.class)
                .hasMessageContaining("primitive 'teleport'")
                .hasMessageContaining("l3_router.p4:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "{}", "{\"headers\": 7}", "\u0000"})
    void whatIsNoProgramIsRefused(String json) {
        assertThatThrownBy(() -> load(json)).isInstanceOf(P4LoadException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aBrokenProgramIsRefusedOrWorks(int seed) {
        Random random = new Random(seed);
        String json = json();
        int refused = 0;
        for (int i = 0; i < 40; i++) {
            char[] broken = json.toCharArray();
            for (int k = 0; k < 1 + random.nextInt(4); k++) {
                int at = random.nextInt(broken.length);
                broken[at] = random.nextBoolean() ? broken[random.nextInt(broken.length)] : (char) random.nextInt(127);
            }
            try {
                assertThat(load(new String(broken)).javaSource()).isNotEmpty();
            } catch (P4LoadException e) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }
}
