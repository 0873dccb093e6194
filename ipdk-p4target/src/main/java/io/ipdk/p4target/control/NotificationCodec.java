package io.ipdk.p4target.control;

import io.ipdk.p4target.dataplane.DigestBatch;
import io.ipdk.p4target.dataplane.IdleEntry;
import io.ipdk.p4target.program.Program;
import java.util.List;
import java.util.Map;
import org.p4.config.v1.Digest;
import org.p4.v1.DigestList;
import org.p4.v1.DigestListAck;
import org.p4.v1.IdleTimeoutNotification;

/** What the dataplane tells, as P4Runtime messages. Immutable. */
public final class NotificationCodec {
    private final Schemas schemas;
    private final Program program;

    NotificationCodec(Schemas schemas, Program program) {
        this.schemas = schemas;
        this.program = program;
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
                List<Integer> widths = program.digestWidths(batch.list());
                for (long[] message : batch.messages()) {
                    list.addData(new DigestCursor(message, widths, schemas.types, program).data(digest.getTypeSpec()));
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
}
