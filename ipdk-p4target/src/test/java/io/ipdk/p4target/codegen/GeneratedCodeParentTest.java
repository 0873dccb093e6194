package io.ipdk.p4target.codegen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipdk.p4target.runtime.PacketContext;
import org.junit.jupiter.api.Test;

class GeneratedCodeParentTest {
    private final GeneratedCodeParent parent = new GeneratedCodeParent();

    @Test
    void whatGeneratedCodeRefersToIsFound() throws ClassNotFoundException {
        assertThat(parent.loadClass("io.ipdk.p4target.runtime.PacketContext")).isSameAs(PacketContext.class);
        assertThat(parent.loadClass("java.lang.String")).isSameAs(String.class);
    }

    @Test
    void variablesAndConstantsAreNoClasses() {
        for (String name :
                new String[] {"java.lang.hdr_ipv4", "io.ipdk.p4target.table.packet", "java.lang.A_B", "org.junit.X"}) {
            assertThatThrownBy(() -> parent.loadClass(name)).isInstanceOf(ClassNotFoundException.class);
        }
    }

    @Test
    void agentsFindTheirOwnOnceTheCodeIsCompiled() throws ClassNotFoundException {
        assertThatThrownBy(() -> parent.loadClass(Test.class.getName())).isInstanceOf(ClassNotFoundException.class);
        parent.open();

        assertThat(parent.loadClass(Test.class.getName())).isSameAs(Test.class);
    }
}
