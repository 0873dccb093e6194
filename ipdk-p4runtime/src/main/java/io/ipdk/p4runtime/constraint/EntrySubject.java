package io.ipdk.p4runtime.constraint;

import com.google.protobuf.ByteString;
import io.ipdk.p4runtime.info.MatchFieldInfo;
import io.ipdk.p4runtime.info.TableInfo;
import io.ipdk.p4runtime.value.Bits;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;
import org.p4.v1.FieldMatch;
import org.p4.v1.TableEntry;

/** The keys of an entry; fields that are left out match anything. */
final class EntrySubject implements Subject {
    private final TableEntry entry;
    private final TableInfo table;
    private final @Nullable FieldMatch[] matches;

    EntrySubject(TableEntry entry, TableInfo table) {
        this.entry = entry;
        this.table = table;
        this.matches = new FieldMatch[table.fields().size()];
        for (int i = 0; i < entry.getMatchCount(); i++) {
            FieldMatch match = entry.getMatch(i);
            MatchFieldInfo field = table.findField(match.getFieldId());
            if (field != null) {
                matches[field.position()] = match;
            }
        }
    }

    @Override
    public BigInteger first(int position) {
        FieldMatch match = matches[position];
        if (match == null) {
            return BigInteger.ZERO;
        }
        return switch (match.getFieldMatchTypeCase()) {
            case EXACT -> number(match.getExact().getValue());
            case LPM -> number(match.getLpm().getValue());
            case TERNARY -> number(match.getTernary().getValue());
            case RANGE -> number(match.getRange().getLow());
            case OPTIONAL -> number(match.getOptional().getValue());
            default -> BigInteger.ZERO;
        };
    }

    @Override
    public BigInteger second(int position) {
        MatchFieldInfo field = table.fields().get(position);
        FieldMatch match = matches[position];
        return switch (field.kind()) {
            case TERNARY ->
                match == null ? BigInteger.ZERO : number(match.getTernary().getMask());
            case LPM -> BigInteger.valueOf(match == null ? 0 : match.getLpm().getPrefixLen());
            case RANGE -> match == null ? ones(field) : number(match.getRange().getHigh());
            case OPTIONAL -> match == null ? BigInteger.ZERO : ones(field);
            case EXACT, OTHER -> BigInteger.ZERO;
        };
    }

    @Override
    public BigInteger priority() {
        return BigInteger.valueOf(entry.getPriority());
    }

    @Override
    public String describe(int position) {
        MatchFieldInfo field = table.fields().get(position);
        if (matches[position] == null) {
            return "anything";
        }
        String value = hex(first(position));
        return switch (field.kind()) {
            case TERNARY -> value + " &&& " + hex(second(position));
            case LPM -> value + '/' + second(position);
            case RANGE -> value + ".." + hex(second(position));
            case EXACT, OPTIONAL, OTHER -> value;
        };
    }

    static BigInteger number(ByteString bytes) {
        return bytes.size() < Long.BYTES
                ? BigInteger.valueOf(Bits.toLong(bytes))
                : new BigInteger(1, bytes.toByteArray());
    }

    static String hex(BigInteger value) {
        return value.bitLength() <= 8 ? value.toString() : "0x" + value.toString(16);
    }

    private static BigInteger ones(MatchFieldInfo field) {
        return BigInteger.ONE.shiftLeft(field.type().bitWidth()).subtract(BigInteger.ONE);
    }
}
