package io.ipdk.p4runtime.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.ipdk.p4runtime.entity.InvalidEntityException;
import io.ipdk.p4runtime.entity.PacketIn;
import io.ipdk.p4runtime.entity.PacketOut;
import io.ipdk.p4runtime.info.P4Info;
import io.ipdk.p4runtime.info.UnknownNameException;
import io.ipdk.p4runtime.value.P4Value;
import org.junit.jupiter.api.Test;

class PacketCodecTest {
    private final PacketCodec codec = PacketCodec.of(Everything.info());
    private final PacketOut packet =
            PacketOut.of(new byte[] {1, 2, 3}).set("egress_port", "Ethernet0").set("queue", 7);

    @Test
    void metadataGoesByNameAndPaddingByItself() {
        org.p4.v1.PacketOut message = codec.encode(packet);

        assertThat(message)
                .isEqualTo(Corpus.text(
                        "payload: '\\001\\002\\003' metadata { metadata_id: 1 value: 'Ethernet0' }"
                                + " metadata { metadata_id: 2 value: '\\007' } metadata { metadata_id: 3 value: '\\000' }",
                        org.p4.v1.PacketOut.class));
        assertThat(codec.decode(message)).isEqualTo(packet.set("_pad", 0));
    }

    @Test
    void packetsThatComeInTellTheirMetadataByName() {
        PacketIn in = codec.decode(Corpus.text(
                "payload: 'abc' metadata { metadata_id: 1 value: 'Ethernet4' }"
                        + " metadata { metadata_id: 2 value: '\\000\\003' }",
                org.p4.v1.PacketIn.class));

        assertThat(in.payload()).isEqualTo(ByteString.copyFromUtf8("abc"));
        assertThat(in.get("ingress_port")).isEqualTo(P4Value.text("Ethernet4"));
        assertThat(in.get("reason").asInt()).isEqualTo(3);
        assertThat(in).hasToString("packet-in of 3 bytes {ingress_port='Ethernet4', reason=3}");
    }

    @Test
    void everyFieldIsNeededOnceAndMustFit() {
        assertThatThrownBy(() -> codec.encode(PacketOut.of(new byte[1]).set("egress_port", "a")))
                .isInstanceOf(InvalidEntityException.class)
                .hasMessageContainingAll("queue", "not given");
        assertThatThrownBy(() -> codec.encode(packet.set("queue", 32)))
                .isInstanceOf(InvalidEntityException.class)
                .hasMessageContainingAll("queue is 32", "0 to 31");
        assertThatThrownBy(() -> codec.encode(packet.set("egres_port", "a")))
                .isInstanceOf(UnknownNameException.class)
                .hasMessageContaining("egress_port");
        assertThatThrownBy(() ->
                        codec.decode(Corpus.text("metadata { metadata_id: 9 value: 'x' }", org.p4.v1.PacketIn.class)))
                .isInstanceOf(InvalidEntityException.class);
    }

    @Test
    void aProgramWithoutHeadersSendsBarePackets() {
        PacketCodec bare = PacketCodec.of(P4Info.parse("pkg_info { arch: 'v1model' }"));

        assertThat(bare.encode(PacketOut.of(new byte[] {1})).getMetadataCount()).isZero();
        assertThatThrownBy(() -> bare.encode(packet))
                .isInstanceOf(InvalidEntityException.class)
                .hasMessageContaining("packet_out");
    }
}
