package io.ipdk.p4target.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ipdk.p4target.CorpusProgram;
import io.ipdk.p4target.P4LoadException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTreeTest {
    @Test
    void isTheTreeThatAMapperMakes() throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        for (String name : CorpusProgram.NAMES) {
            byte[] json = new CorpusProgram(name).config();
            assertThat(JsonTree.parse(json)).as(name).isEqualTo(mapper.readTree(json));
        }
        byte[] kinds = "[1, 4294967296, 340282366920938463463374607431768211456, 1.5, null, true, {}, [], \"\\u00e9\"]"
                .getBytes(StandardCharsets.UTF_8);
        assertThat(JsonTree.parse(kinds)).isEqualTo(mapper.readTree(kinds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[1, 2", "{\"a\" 1}", "{\"a\": }", "[1,]", "{1: 2}", "nothing", "\"", "{\"a\": 1"})
    void whatIsNoJsonIsRefused(String text) {
        byte[] json = text.getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> JsonTree.parse(json)).isInstanceOf(JsonProcessingException.class);
        assertThatThrownBy(() -> Json.parse(json)).isInstanceOf(P4LoadException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "[]", "7", "null"})
    void whatIsNoObjectIsRefused(String text) {
        assertThatThrownBy(() -> Json.parse(text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(P4LoadException.class)
                .hasMessageContaining("no JSON object");
    }

    @Test
    void nestingHasAnEnd() {
        byte[] deep = "[".repeat(1_000_000).getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> Json.parse(deep)).isInstanceOf(P4LoadException.class);
    }
}
