package io.ipdk.testkit.p4runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipdk.p4runtime.P4RuntimeClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ScriptedP4Runtime.class)
class ScriptedP4RuntimeTest {
    @Test
    void aTestGetsATargetAndItsPrimary(ScriptedP4RuntimeServer server, P4RuntimeClient client) {
        client.pipeline().verifyAndCommit(Programs.switching());
        client.insert(Programs.station(1));

        assertThat(server.entities()).hasSize(1);
    }

    @Test
    void anotherTestGetsAnotherOne(ScriptedP4RuntimeServer server) {
        assertThat(server.entities()).isEmpty();
        assertThat(server.streams()).isEmpty();
    }
}
