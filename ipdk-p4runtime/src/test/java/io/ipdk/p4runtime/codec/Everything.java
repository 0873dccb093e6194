package io.ipdk.p4runtime.codec;

import io.ipdk.p4runtime.info.P4Info;

/** A P4Info with one of everything. */
public final class Everything {
    private Everything() {}

    public static P4Info info() {
        return P4Info.parse(Corpus.resource("/everything.p4info.txtpb"));
    }

    static EntityCodec codec() {
        return EntityCodec.of(info());
    }
}
