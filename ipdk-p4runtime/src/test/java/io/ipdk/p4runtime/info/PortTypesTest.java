package io.ipdk.p4runtime.info;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PortTypesTest {
    private static String type(String name, String representation) {
        return "type_info { new_types { key: \"" + name + "\" value { translated_type { uri: \"\" " + representation
                + " } } } }\n";
    }

    @ParameterizedTest
    @CsvSource({
        "PortId_t, true",
        "port_id_t, true",
        "EgressPort_t, true",
        "PORT, true",
        "port2, true",
        "TransportId_t, false",
        "viewport_t, false",
        "reported_t, false",
        "vrf_id_t, false"
    })
    void areThoseWithPortAsAWordInTheirNames(String name, boolean port) {
        assertThat(P4Info.parse(type(name, "sdn_string { }")).textPorts()).isEqualTo(port);
        assertThat(P4Info.parse(type(name, "sdn_bitwidth: 32")).textPorts()).isFalse();
    }

    @Test
    void theArchitecturesOwnTypeDecides() {
        assertThat(P4Info.parse(type("PortId_t", "sdn_bitwidth: 32") + type("port_label_t", "sdn_string { }"))
                        .textPorts())
                .isFalse();
        assertThat(P4Info.parse(type("port_id_t", "sdn_string { }") + type("cpu_port_t", "sdn_bitwidth: 9"))
                        .textPorts())
                .isTrue();
    }
}
