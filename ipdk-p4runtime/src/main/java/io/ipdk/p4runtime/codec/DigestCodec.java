package io.ipdk.p4runtime.codec;

import io.ipdk.p4runtime.entity.DigestList;
import io.ipdk.p4runtime.info.DigestInfo;
import io.ipdk.p4runtime.info.P4Info;
import io.ipdk.p4runtime.value.P4Data;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.p4.v1.DigestListAck;

/**
 * Digests by name, for one P4Info ("Digest Messages").
 *
 * <p>Immutable.
 */
public final class DigestCodec {
    private static final long NANOS = 1_000_000_000L;

    private final P4Info info;

    private DigestCodec(P4Info info) {
        this.info = info;
    }

    /** A codec for the digests of a program. */
    public static DigestCodec of(P4Info info) {
        return new DigestCodec(info);
    }

    /** A list that a device sent. */
    public DigestList decode(org.p4.v1.DigestList list) {
        DigestInfo digest = info.digest(list.getDigestId());
        String entity = "digest " + digest.name();
        List<P4Data> messages = new ArrayList<>(list.getDataCount());
        for (org.p4.v1.P4Data data : list.getDataList()) {
            messages.add(DataCodec.decode(data, digest.type(), entity, "data"));
        }
        return new DigestList(
                digest.name(),
                list.getListId(),
                messages,
                Instant.ofEpochSecond(
                        Math.floorDiv(list.getTimestamp(), NANOS), Math.floorMod(list.getTimestamp(), NANOS)));
    }

    /** The acknowledgement of a list. */
    public DigestListAck ack(DigestList list) {
        return DigestListAck.newBuilder()
                .setDigestId(info.digest(list.digest()).id())
                .setListId(list.listId())
                .build();
    }
}
