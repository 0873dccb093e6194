package io.ipdk.p4target.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipdk.p4target.P4Pipeline;
import io.ipdk.p4target.PipelineOptions;
import io.ipdk.p4target.TargetClock;
import io.ipdk.p4target.TargetListener;
import io.ipdk.p4target.dataplane.P4Dataplane;
import io.ipdk.p4target.dataplane.PacketProcessor;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p4.config.v1.P4Info;

/** Programs of random expressions over fields of many widths, beside exact arithmetic. */
class ExpressionFuzzTest {
    private static final List<RandomExpression.Field> IN = List.of(
            new RandomExpression.Field("a", 32, false),
            new RandomExpression.Field("b", 7, false),
            new RandomExpression.Field("c", 1, false),
            new RandomExpression.Field("d", 64, false),
            new RandomExpression.Field("e", 128, false),
            new RandomExpression.Field("f", 24, true),
            new RandomExpression.Field("g", 64, true),
            new RandomExpression.Field("h", 100, true),
            new RandomExpression.Field("i", 4, false));
    private static final int RESULTS = 24;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void generatedCodeComputesWhatExactArithmeticComputes(int seed) {
        Random random = new Random(seed);
        List<RandomExpression> expressions = new ArrayList<>();
        List<Integer> widths = new ArrayList<>();
        for (int i = 0; i < RESULTS; i++) {
            expressions.add(RandomExpression.number(random, IN, 4));
            widths.add(random.nextInt(3) == 0 ? 128 : 1 + random.nextInt(150));
        }
        widths.add(8 - widths.stream().mapToInt(Integer::intValue).sum() % 8);
        P4Pipeline pipeline = P4Pipeline.load(
                P4Info.getDefaultInstance(),
                program(expressions, widths).getBytes(StandardCharsets.UTF_8),
                PipelineOptions.defaults());
        P4Dataplane dataplane = new P4Dataplane(pipeline, TargetClock.system(), TargetListener.none());
        byte[][] left = new byte[1][];
        PacketProcessor processor = dataplane.newProcessor(
                (port, bytes, offset, length) -> left[0] = Arrays.copyOfRange(bytes, offset, offset + length));
        int inBytes = IN.stream().mapToInt(RandomExpression.Field::width).sum() / 8;
        for (int round = 0; round < 60; round++) {
            byte[] packet = new byte[inBytes];
            random.nextBytes(packet);
            if (round % 4 == 0) {
                Arrays.fill(packet, (byte) (round % 8 == 0 ? 0xFF : 0));
            }
            processor.process(1, packet, 0, packet.length);
            Map<String, BigInteger> fields = split(packet);
            BigInteger out = new BigInteger(1, left[0]);
            int at = left[0].length * 8;
            for (int i = 0; i < RESULTS; i++) {
                at -= widths.get(i);
                BigInteger had = out.shiftRight(at).and(RandomExpression.ones(widths.get(i)));
                BigInteger wanted = expressions.get(i).value().of(fields).and(RandomExpression.ones(widths.get(i)));
                assertThat(had)
                        .as("%s to %d bits of %s", expressions.get(i).json(), widths.get(i), fields)
                        .isEqualTo(wanted);
            }
        }
    }

    private static Map<String, BigInteger> split(byte[] packet) {
        Map<String, BigInteger> fields = new HashMap<>();
        BigInteger all = new BigInteger(1, packet);
        int at = packet.length * 8;
        for (RandomExpression.Field field : IN) {
            at -= field.width();
            fields.put(field.name(), all.shiftRight(at).and(RandomExpression.ones(field.width())));
        }
        return fields;
    }

    private static String program(List<RandomExpression> expressions, List<Integer> widths) {
        StringBuilder in = new StringBuilder();
        IN.forEach(f -> in.append(in.isEmpty() ? "" : ",")
                .append("[\"" + f.name() + "\"," + f.width() + "," + f.signed() + "]"));
        StringBuilder out = new StringBuilder();
        StringBuilder steps = new StringBuilder();
        for (int i = 0; i < widths.size(); i++) {
            out.append(out.isEmpty() ? "" : ",").append("[\"r" + i + "\"," + widths.get(i) + ",false]");
            if (i < expressions.size()) {
                steps.append(",{\"op\":\"assign\",\"parameters\":[{\"type\":\"field\",\"value\":[\"out\",\"r" + i
                        + "\"]},{\"type\":\"expression\",\"value\":"
                        + expressions.get(i).json() + "}]}");
            }
        }
        return "{\"program\":\"fuzz.p4\",\"header_types\":[{\"name\":\"in_t\",\"id\":0,\"fields\":[" + in
                + "]},{\"name\":\"out_t\",\"id\":1,\"fields\":[" + out
                + "]},{\"name\":\"sm_t\",\"id\":2,\"fields\":[[\"ingress_port\",9,false],[\"egress_spec\",9,false],"
                + "[\"_pad\",6,false]]}],\"headers\":[{\"name\":\"in\",\"id\":0,\"header_type\":\"in_t\"},"
                + "{\"name\":\"out\",\"id\":1,\"header_type\":\"out_t\"},"
                + "{\"name\":\"standard_metadata\",\"id\":2,\"header_type\":\"sm_t\",\"metadata\":true}],"
                + "\"parsers\":[{\"name\":\"parser\",\"id\":0,\"init_state\":\"start\",\"parse_states\":[{\"name\":"
                + "\"start\",\"id\":0,\"parser_ops\":[{\"op\":\"extract\",\"parameters\":[{\"type\":\"regular\","
                + "\"value\":\"in\"}]}],\"transitions\":[],\"transition_key\":[]}]}],"
                + "\"deparsers\":[{\"name\":\"deparser\",\"id\":0,\"order\":[\"out\"],\"primitives\":[]}],"
                + "\"actions\":[{\"name\":\"go\",\"id\":0,\"runtime_data\":[],\"primitives\":[{\"op\":\"add_header\","
                + "\"parameters\":[{\"type\":\"header\",\"value\":\"out\"}]}" + steps + "]}],"
                + "\"pipelines\":[{\"name\":\"ingress\",\"id\":0,\"init_table\":\"t\",\"tables\":[{\"name\":\"t\","
                + "\"id\":0,\"key\":[],\"match_type\":\"exact\",\"type\":\"simple\",\"max_size\":1,\"action_ids\":[0],"
                + "\"actions\":[\"go\"],\"base_default_next\":null,\"next_tables\":{\"go\":null},\"default_entry\":{"
                + "\"action_id\":0,\"action_const\":true,\"action_data\":[],\"action_entry_const\":true}}],"
                + "\"conditionals\":[]},{\"name\":\"egress\",\"id\":1,\"init_table\":null,\"tables\":[]}]}";
    }
}
