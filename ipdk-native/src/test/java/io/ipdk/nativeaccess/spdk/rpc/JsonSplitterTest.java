package io.ipdk.nativeaccess.spdk.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonSplitterTest {
    private static final List<String> VALUES =
            List.of("{}", "[]", "{\"a\":[1,{\"b\":\"}]\\\"\"}]}", "[\"\\\\\",\"{\"]", "{\"ü\":\"\\u007b\"}");

    private static void take(JsonSplitter splitter, String text, List<String> found) throws IOException {
        splitter.take(
                ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)),
                bytes -> found.add(new String(bytes, StandardCharsets.UTF_8)));
    }

    @Test
    void anyCutsAndAnySpaceGiveTheSameValues() throws IOException {
        Random random = new Random(7);
        for (int round = 0; round < 300; round++) {
            List<String> sent = new ArrayList<>();
            StringBuilder stream = new StringBuilder();
            for (int i = random.nextInt(6); i >= 0; i--) {
                sent.add(VALUES.get(random.nextInt(VALUES.size())));
                stream.append(sent.get(sent.size() - 1)).append(" \n\t".substring(random.nextInt(4)));
            }
            byte[] bytes = stream.toString().getBytes(StandardCharsets.UTF_8);
            List<String> found = new ArrayList<>();
            JsonSplitter splitter = new JsonSplitter(1 << 20);
            for (int from = 0; from < bytes.length; ) {
                int count = Math.min(bytes.length - from, 1 + random.nextInt(9));
                splitter.take(
                        ByteBuffer.wrap(bytes, from, count),
                        value -> found.add(new String(value, StandardCharsets.UTF_8)));
                from += count;
            }

            assertThat(found).isEqualTo(sent);
            assertThat(splitter.unfinishedBytes()).isZero();
        }
    }

    @Test
    void whatStandsBetweenValuesIsRefused() {
        for (String noise : List.of("x", "{}]", "1", "\"text\"")) {
            assertThatThrownBy(() -> take(new JsonSplitter(100), noise, new ArrayList<>()))
                    .as(noise)
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void aValueMayBeAsLongAsAllowedAndNoLonger() throws IOException {
        List<String> found = new ArrayList<>();
        take(new JsonSplitter(10), "[\"123456\"]", found);
        assertThat(found).hasSize(1);
        assertThatThrownBy(() -> take(new JsonSplitter(10), "[\"1234567\"]", found))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("longer than 10 bytes");
    }
}
