package io.ipdk.p4target.control;

import io.ipdk.p4target.dataplane.DigestBatch;
import io.ipdk.p4target.dataplane.IdleEntry;
import java.util.List;
import java.util.Map;
import org.p4.config.v1.Digest;
import org.p4.config.v1.P4DataTypeSpec;
import org.p4.config.v1.P4HeaderTypeSpec;
import org.p4.config.v1.P4StructTypeSpec;
import org.p4.config.v1.P4TypeInfo;
import org.p4.v1.DigestList;
import org.p4.v1.DigestListAck;
import org.p4.v1.IdleTimeoutNotification;
import org.p4.v1.P4Data;
import org.p4.v1.P4StructLike;

/** What the dataplane tells, as P4Runtime messages. Immutable. */
public final class NotificationCodec {
    private final Schemas schemas;

    NotificationCodec(Schemas schemas) {
        this.schemas = schemas;
    }

    /** A digest list; the order of members is that of the digest's type. */
    public DigestList digest(DigestBatch batch) {
        int id = schemas.digests.entrySet().stream()
                .filter(entry -> entry.getValue() == batch.list())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(0);
        DigestList.Builder list =
                DigestList.newBuilder().setDigestId(id).setListId(batch.id()).setTimestamp(batch.nanos());
        for (Digest digest : schemas.info.getDigestsList()) {
            if (digest.getPreamble().getId() == id) {
                for (long[] message : batch.messages()) {
                    list.addData(new Cursor(message).data(digest.getTypeSpec(), schemas.types.info()));
                }
            }
        }
        return list.build();
    }

    /** The digest list in the program that an acknowledgement is for. */
    public int listOf(DigestListAck ack) {
        return CellControl.place(schemas.digests, ack.getDigestId(), "digest");
    }

    /** A notice of idle entries. */
    public IdleTimeoutNotification idle(List<IdleEntry> entries, long nanos) {
        IdleTimeoutNotification.Builder notice =
                IdleTimeoutNotification.newBuilder().setTimestamp(nanos);
        for (IdleEntry idle : entries) {
            TableSchema table = schemas.tablesByIndex.get(idle.table());
            if (table != null) {
                notice.addTableEntry(TableReader.message(table, idle.entry(), false)
                        .clearAction()
                        .clearIsConst());
            }
        }
        return notice.build();
    }

    /** Takes values off a message one after the other. */
    private static final class Cursor {
        private final long[] message;
        private int at;

        Cursor(long[] message) {
            this.message = message;
        }

        P4Data data(P4DataTypeSpec spec, P4TypeInfo types) {
            switch (spec.getTypeSpecCase()) {
                case STRUCT -> {
                    P4StructLike.Builder struct = P4StructLike.newBuilder();
                    P4StructTypeSpec type =
                            types.getStructsOrThrow(spec.getStruct().getName());
                    type.getMembersList().forEach(member -> struct.addMembers(data(member.getTypeSpec(), types)));
                    return P4Data.newBuilder().setStruct(struct).build();
                }
                case TUPLE -> {
                    P4StructLike.Builder tuple = P4StructLike.newBuilder();
                    spec.getTuple().getMembersList().forEach(member -> tuple.addMembers(data(member, types)));
                    return P4Data.newBuilder().setTuple(tuple).build();
                }
                case HEADER -> {
                    P4Data.Builder data = P4Data.newBuilder();
                    P4HeaderTypeSpec type =
                            types.getHeadersOrThrow(spec.getHeader().getName());
                    data.getHeaderBuilder().setIsValid(true);
                    type.getMembersList()
                            .forEach(member -> data.getHeaderBuilder()
                                    .addBitstrings(
                                            bits(member.getTypeSpec().getBit().getBitwidth())));
                    return data.build();
                }
                case NEW_TYPE -> {
                    var type = types.getNewTypesOrThrow(spec.getNewType().getName());
                    return type.hasOriginalType()
                            ? data(type.getOriginalType(), types)
                            : P4Data.newBuilder()
                                    .setBitstring(bits(
                                            Math.max(1, type.getTranslatedType().getSdnBitwidth())))
                                    .build();
                }
                case BOOL -> {
                    return P4Data.newBuilder().setBool(message[at++] != 0).build();
                }
                default -> {
                    var type = spec.getBitstring();
                    int width = type.hasInt()
                            ? type.getInt().getBitwidth()
                            : type.hasVarbit()
                                    ? type.getVarbit().getMaxBitwidth()
                                    : type.getBit().getBitwidth();
                    return P4Data.newBuilder()
                            .setBitstring(bits(Math.max(1, width)))
                            .build();
                }
            }
        }

        private com.google.protobuf.ByteString bits(int width) {
            int longs = (width + 63) / 64;
            var value = Numbers.of(message, at, width);
            at += longs;
            return ValueType.shortest(value);
        }
    }
}
