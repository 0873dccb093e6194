package io.ipdk.nativeaccess.dpdk.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import io.ipdk.nativeaccess.memory.RawMemory;
import io.ipdk.nativeaccess.posix.DirectMemory;
import org.junit.jupiter.api.Test;

/** Function pointers called in each way, with functions of the C library. */
class BurstFunctionsTest {
    @Test
    void aPointerIsCalledWithItsThreeArguments() {
        DirectMemory target = DirectMemory.allocate(16);
        DirectMemory source = DirectMemory.allocate(16);
        RawMemory.putLong(source.address(), 0x1122334455667788L);

        int low = BurstFunctions.at(function("memcpy")).call(target.address(), source.address(), 8);

        assertThat(RawMemory.getLong(target.address())).isEqualTo(0x1122334455667788L);
        assertThat(low).isEqualTo((int) target.address());
    }

    @Test
    void eachPointerKeepsItsOwnFunction() {
        BurstFunction absolute = BurstFunctions.at(function("abs"));
        BurstFunction upper = BurstFunctions.at(function("toupper"));

        assertThat(absolute.call(-7, 0, 0)).isEqualTo(7);
        assertThat(upper.call('a', 0, 0)).isEqualTo('A');
        assertThat(absolute.call(-9, 0, 0)).isEqualTo(9);
    }

    @Test
    void directMappingCallsTheSame() {
        BurstFunction absolute = MappedFunctions.bind(function("abs"));
        BurstFunction upper = MappedFunctions.bind(function("toupper"));

        assertThat(absolute.call(-7, 0, 0)).isEqualTo(7);
        assertThat(upper.call('b', 0, 0)).isEqualTo('B');
    }

    @Test
    void noFunctionIsAtZero() {
        assertThatThrownBy(() -> BurstFunctions.at(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theWayIsNamed() {
        assertThat(BurstFunctions.way())
                .isIn("java.lang.foreign", "a bridge of machine code, " + CallBridge.CODE_BYTES + " bytes");
    }

    private static long function(String name) {
        return Pointer.nativeValue(NativeLibrary.getProcess().getFunction(name));
    }
}
