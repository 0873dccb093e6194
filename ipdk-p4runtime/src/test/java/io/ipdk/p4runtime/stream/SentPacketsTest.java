package io.ipdk.p4runtime.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;
import org.p4.v1.PacketMetadata;
import org.p4.v1.PacketOut;

class SentPacketsTest {
    private final SentPackets sent = new SentPackets(3);

    private static PacketOut packet(int port, String payload) {
        return PacketOut.newBuilder()
                .setPayload(ByteString.copyFromUtf8(payload))
                .addMetadata(PacketMetadata.newBuilder()
                        .setMetadataId(1)
                        .setValue(ByteString.copyFrom(new byte[] {(byte) port})))
                .build();
    }

    @Test
    void equalPacketsAreFoundOldestFirstAndOnce() {
        sent.add("first", packet(1, "x"));
        sent.add("second", packet(1, "x"));

        assertThat(sent.find(packet(1, "x")).orElseThrow().original()).isEqualTo("first");
        assertThat(sent.find(packet(1, "x")).orElseThrow().original()).isEqualTo("second");
        assertThat(sent.find(packet(1, "x"))).isEmpty();
    }

    @Test
    void withoutItsPayloadAPacketIsKnownByItsMetadata() {
        sent.add("one", packet(1, "x"));
        sent.add("two", packet(2, "y"));

        assertThat(sent.find(packet(2, "")).orElseThrow().original()).isEqualTo("two");
    }

    @Test
    void oldPacketsAreForgotten() {
        for (int i = 0; i < 4; i++) {
            assertThat(sent.add(i, packet(i, "x")).sequence()).isEqualTo(i);
        }

        assertThat(sent.find(packet(0, "x"))).isEmpty();
        assertThat(sent.find(packet(1, "x"))).isPresent();
    }

    @Test
    void anEmptyPacketIsNobodys() {
        sent.add("one", packet(1, "x"));

        assertThat(sent.find(PacketOut.getDefaultInstance())).isEmpty();
    }
}
