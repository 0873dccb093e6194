package io.ipdk.p4runtime.pipeline;

import io.ipdk.p4runtime.codec.DigestCodec;
import io.ipdk.p4runtime.codec.EntityCodec;
import io.ipdk.p4runtime.codec.PacketCodec;
import io.ipdk.p4runtime.info.P4Info;

/** From names to the wire and back, for one program. Immutable. */
public record ProgramNames(P4Info info, EntityCodec entities, PacketCodec packets, DigestCodec digests) {
    static ProgramNames of(P4Info info, boolean checkConstraints) {
        return new ProgramNames(
                info,
                checkConstraints ? EntityCodec.of(info) : EntityCodec.withoutConstraints(info),
                PacketCodec.of(info),
                DigestCodec.of(info));
    }
}
