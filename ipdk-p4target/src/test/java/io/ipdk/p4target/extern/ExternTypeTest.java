package io.ipdk.p4target.extern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipdk.p4target.P4LoadException;
import io.ipdk.p4target.P4Pipeline;
import io.ipdk.p4target.PipelineOptions;
import io.ipdk.p4target.TargetClock;
import io.ipdk.p4target.TargetListener;
import io.ipdk.p4target.dataplane.P4Dataplane;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.p4.config.v1.P4Info;

class ExternTypeTest {
    /** Adds a constructor's argument to a field. */
    private static final class Adder implements ExternType {
        @Override
        public String name() {
            return "Adder";
        }

        @Override
        public Set<String> methods() {
            return Set.of("add");
        }

        @Override
        public ExternObject create(String instance, Map<String, Object> attributes) {
            long more = ((BigInteger) attributes.getOrDefault("more", BigInteger.ZERO)).longValue();
            return (method, args) -> args.set(0, args.get(0) + more);
        }
    }

    private static P4Pipeline load(String method, List<ExternType> types) {
        String json =
                "{\"program\":\"extern.p4\",\"header_types\":[{\"name\":\"h_t\",\"id\":0,\"fields\":[[\"v\",8,false]]},"
                        + "{\"name\":\"sm_t\",\"id\":1,\"fields\":[[\"egress_spec\",9,false],[\"_pad\",7,false]]}],"
                        + "\"headers\":[{\"name\":\"h\",\"id\":0,\"header_type\":\"h_t\"},"
                        + "{\"name\":\"standard_metadata\",\"id\":1,\"header_type\":\"sm_t\",\"metadata\":true}],"
                        + "\"extern_instances\":[{\"name\":\"MyIngress.adder\",\"id\":0,\"type\":\"Adder\",\"attribute_values\":["
                        + "{\"name\":\"more\",\"type\":\"hexstr\",\"value\":\"0x105\"}]}],"
                        + "\"parsers\":[{\"name\":\"parser\",\"id\":0,\"init_state\":\"start\",\"parse_states\":[{\"name\":"
                        + "\"start\",\"id\":0,\"parser_ops\":[{\"op\":\"extract\",\"parameters\":[{\"type\":\"regular\","
                        + "\"value\":\"h\"}]}],\"transitions\":[],\"transition_key\":[]}]}],"
                        + "\"deparsers\":[{\"name\":\"deparser\",\"id\":0,\"order\":[\"h\"],\"primitives\":[]}],"
                        + "\"actions\":[{\"name\":\"go\",\"id\":0,\"runtime_data\":[],\"primitives\":[{\"op\":\"_Adder_"
                        + method
                        + "\",\"parameters\":[{\"type\":\"extern\",\"value\":\"MyIngress.adder\"},"
                        + "{\"type\":\"field\",\"value\":[\"h\",\"v\"]}],"
                        + "\"source_info\":{\"filename\":\"extern.p4\",\"line\":42}}]}],"
                        + "\"pipelines\":[{\"name\":\"ingress\",\"id\":0,\"init_table\":\"t\",\"tables\":[{\"name\":\"t\","
                        + "\"id\":0,\"key\":[],\"match_type\":\"exact\",\"type\":\"simple\",\"max_size\":1,\"action_ids\":[0],"
                        + "\"actions\":[\"go\"],\"base_default_next\":null,\"next_tables\":{\"go\":null},\"default_entry\":{"
                        + "\"action_id\":0,\"action_const\":true,\"action_data\":[],\"action_entry_const\":true}}],"
                        + "\"conditionals\":[]}]}";
        return P4Pipeline.load(
                P4Info.getDefaultInstance(),
                json.getBytes(StandardCharsets.UTF_8),
                PipelineOptions.defaults().withExterns(types));
    }

    @Test
    void aMethodOfTheApplicationSeesAFieldAndItsResultIsCutToTheFieldsWidth() {
        P4Dataplane dataplane =
                new P4Dataplane(load("add", List.of(new Adder())), TargetClock.system(), TargetListener.none());
        List<Integer> left = new ArrayList<>();

        dataplane
                .newProcessor((port, bytes, offset, length) -> left.add((int) bytes[offset]))
                .process(1, new byte[] {7}, 0, 1);

        assertThat(left).containsExactly(12);
    }

    @Test
    void anExternThatNobodyBringsIsRefusedWithItsLine() {
        assertThatThrownBy(() -> load("add", List.of()))
                .isInstanceOf(P4LoadException.class)
                .hasMessageContaining("'Adder'")
                .hasMessageContaining("extern.p4:42");
        assertThatThrownBy(() -> load("subtract", List.of(new Adder())))
                .isInstanceOf(P4LoadException.class)
                .hasMessageContaining("'subtract'");
    }
}
