package io.ipdk.p4target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.ipdk.p4target.control.P4Control;
import io.ipdk.p4target.dataplane.P4Dataplane;
import io.ipdk.p4target.dataplane.PacketProcessor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p4.config.v1.P4Info;

/** Programs broken in their structure: refused with a {@link P4LoadException}, or able to take packets. */
class LoadFuzzTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static List<JsonNode> containers(JsonNode node, List<JsonNode> into) {
        if (node.isContainerNode() && !node.isEmpty()) {
            into.add(node);
        }
        node.forEach(child -> containers(child, into));
        return into;
    }

    private static void mutate(ObjectNode root, Random random) {
        List<JsonNode> all = containers(root, new ArrayList<>());
        JsonNode victim = all.get(random.nextInt(all.size()));
        JsonNode value = switch (random.nextInt(10)) {
            case 0 -> NullNode.instance;
            case 1 -> TextNode.valueOf("start");
            case 2 -> IntNode.valueOf(-1);
            case 3 -> LongNode.valueOf(1L << 40);
            case 4 -> IntNode.valueOf(Integer.MAX_VALUE);
            case 5 -> BooleanNode.TRUE;
            case 6 -> JSON.createArrayNode();
            case 7 -> JSON.createObjectNode();
            case 8 -> DoubleNode.valueOf(0.5);
            default -> all.get(random.nextInt(all.size())).deepCopy();
        };
        boolean remove = random.nextInt(4) == 0;
        if (victim instanceof ObjectNode object) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            String name = names.get(random.nextInt(names.size()));
            if (remove) {
                object.remove(name);
            } else {
                object.set(name, value);
            }
        } else if (victim instanceof ArrayNode array) {
            int at = random.nextInt(array.size());
            if (remove) {
                array.remove(at);
            } else {
                array.set(at, value);
            }
        }
    }

    private static boolean loads(P4Info info, byte[] json, Random random) {
        try {
            P4Pipeline pipeline = P4Pipeline.load(info, json, PipelineOptions.defaults());
            P4Dataplane dataplane = new P4Dataplane(pipeline, TargetClock.system(), TargetListener.none());
            assertThat(new P4Control(dataplane).packets()).isNotNull();
            PacketProcessor processor = dataplane.newProcessor((port, bytes, offset, length) -> {});
            for (int i = 0; i < 10; i++) {
                byte[] packet = new byte[random.nextInt(120)];
                random.nextBytes(packet);
                processor.process(1, packet, 0, packet.length);
            }
            return true;
        } catch (P4LoadException e) {
            assertThat(e.getMessage()).isNotEmpty().doesNotContain("report it with the program");
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"stack_ops", "psa_l2"})
    void aProgramOfAnotherStructureIsRefusedOrTakesPackets(String name) throws IOException {
        CorpusProgram program = new CorpusProgram(name);
        Random random = new Random(name.hashCode());
        int refused = 0;
        for (int i = 0; i < 15; i++) {
            ObjectNode root = (ObjectNode) JSON.readTree(program.config());
            for (int k = 0; k < 1 + random.nextInt(3); k++) {
                mutate(root, random);
            }
            refused += loads(program.p4info(), JSON.writeValueAsBytes(root), random) ? 0 : 1;
        }
        assertThat(refused).isPositive();
    }

    private static Message mutate(Message message, Random random) {
        Message.Builder builder = message.toBuilder();
        List<FieldDescriptor> set = new ArrayList<>(message.getAllFields().keySet());
        if (set.isEmpty()) {
            return message;
        }
        FieldDescriptor field = set.get(random.nextInt(set.size()));
        int at = field.isRepeated() ? random.nextInt(message.getRepeatedFieldCount(field)) : -1;
        Object value = field.isRepeated() ? message.getRepeatedField(field, at) : message.getField(field);
        if (random.nextInt(6) == 0) {
            return builder.clearField(field).build();
        }
        Object other = switch (field.getJavaType()) {
            case MESSAGE -> mutate((Message) value, random);
            case INT -> random.nextBoolean() ? random.nextInt() : -1;
            case LONG -> random.nextLong();
            case STRING -> "x";
            default -> value;
        };
        return (at < 0 ? builder.setField(field, other) : builder.setRepeatedField(field, at, other)).build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"qos_queue", "tunnel_p4runtime_types"})
    void anotherP4InfoIsRefusedOrServed(String name) {
        CorpusProgram program = new CorpusProgram(name);
        Random random = new Random(name.hashCode());
        int refused = 0;
        for (int i = 0; i < 15; i++) {
            P4Info info = (P4Info) mutate(mutate(program.p4info(), random), random);
            refused += loads(info, program.config(), random) ? 0 : 1;
        }
        assertThat(refused).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":", "{\"parsers\":[{\"parse_states\":"})
    void deepNestingIsRefused(String open) {
        byte[] json = open.repeat(200_000).getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> P4Pipeline.load(P4Info.getDefaultInstance(), json, PipelineOptions.defaults()))
                .isInstanceOf(P4LoadException.class);
    }

    @Test
    void aDeepExpressionIsRefusedOrComputed() {
        int depth = 900;
        String expression = "{'type':'expression','value':{'op':'+','right':{'type':'hexstr','value':'0x1'},'left':";
        String json = new SmallProgram()
                .type("h_t", "['a',8,false]")
                .header("h", "h_t")
                .extract("h")
                .assign("h", "a", expression.repeat(depth) + SmallProgram.number("0x0") + "}}".repeat(depth))
                .json();

        assertThat(loads(P4Info.getDefaultInstance(), json.getBytes(StandardCharsets.UTF_8), new Random(1)))
                .isIn(true, false);
    }

    @Test
    void aParserThatLoopsWithoutReadingComesToAnEnd() {
        String json = new SmallProgram()
                .type("h_t", "['a',8,false]")
                .header("h", "h_t")
                .json()
                .replace("\"transitions\":[]", "\"transitions\":[{\"type\":\"default\",\"next_state\":\"start\"}]");

        assertThat(loads(P4Info.getDefaultInstance(), json.getBytes(StandardCharsets.UTF_8), new Random(1)))
                .isTrue();
    }

    @Test
    void aControlThatLeadsBackToItselfIsRefused() {
        String json = new SmallProgram().json().replace("\"base_default_next\":null", "\"base_default_next\":\"t0\"");

        assertThatThrownBy(() -> P4Pipeline.load(
                        P4Info.getDefaultInstance(), json.getBytes(StandardCharsets.UTF_8), PipelineOptions.defaults()))
                .isInstanceOf(P4LoadException.class)
                .hasMessageContaining("leads back to itself");
    }
}
