package io.ipdk.p4target.control;

import com.google.protobuf.ByteString;
import io.ipdk.p4target.program.TableDef;
import io.ipdk.p4target.table.KeyLayout;
import io.ipdk.p4target.table.TableEntry;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.p4.config.v1.MatchField;
import org.p4.v1.FieldMatch;

/** The key of a table or a value set: from match fields to packed longs and back. Immutable. */
final class KeySchema {
    private static final long[] NOTHING = {};

    private final String name;
    private final KeyLayout layout;
    private final List<Field> fields = new ArrayList<>();
    private final Map<Integer, Integer> placeById = new HashMap<>();
    private final boolean ranked;
    private final boolean ranges;

    private record Field(int id, MatchField.MatchType match, ValueType type) {}

    KeySchema(String name, List<MatchField> info, KeyLayout layout, Types types) {
        this.name = name;
        this.layout = layout;
        boolean needsRank = false;
        boolean anyRange = false;
        for (int i = 0; i < info.size(); i++) {
            MatchField field = info.get(i);
            fields.add(new Field(
                    field.getId(),
                    field.getMatchType(),
                    types.of(name + "." + field.getName(), layout.width(i), field.hasTypeName(), field.getTypeName())));
            placeById.put(field.getId(), i);
            MatchField.MatchType match = field.getMatchType();
            needsRank |= match == MatchField.MatchType.TERNARY
                    || match == MatchField.MatchType.RANGE
                    || match == MatchField.MatchType.OPTIONAL;
            anyRange |= layout.match(i) == TableDef.Match.RANGE;
        }
        ranked = needsRank;
        ranges = anyRange;
    }

    /** Whether entries have priorities. */
    boolean ranked() {
        return ranked;
    }

    boolean isEmpty() {
        return fields.isEmpty();
    }

    /** What an entry of a client matches, checked. */
    TableEntry.Match read(List<FieldMatch> given, int priority) {
        if (ranked ? priority <= 0 : priority != 0) {
            throw RefusedException.invalid(
                    name + ": priority is " + priority + ", allowed: " + (ranked ? "1 and more" : "0"));
        }
        return read(given, ranked, priority);
    }

    TableEntry.Match read(List<FieldMatch> given, boolean withRank, int priority) {
        long[] key = new long[layout.words()];
        boolean ternary = layout.kind() == KeyLayout.Kind.TERNARY;
        long[] mask = ternary ? new long[layout.words()] : NOTHING;
        long[] high = ranges ? new long[layout.words()] : NOTHING;
        int prefix = 0;
        long seen = 0;
        for (int i = 0; i < given.size(); i++) {
            FieldMatch match = given.get(i);
            Integer place = placeById.get(match.getFieldId());
            if (place == null || (place < 64 && (seen & 1L << place) != 0)) {
                throw RefusedException.invalid(name + ": field " + match.getFieldId() + " is unknown or given twice");
            }
            seen |= 1L << place;
            int length = put(place, match, key, mask, high);
            if (layout.match(place) == TableDef.Match.LPM) {
                prefix = length;
            }
        }
        for (int i = 0; i < fields.size(); i++) {
            if ((seen & 1L << i) == 0) {
                if (fields.get(i).match() == MatchField.MatchType.EXACT) {
                    throw RefusedException.invalid(fields.get(i).type().name() + ": exact fields must be given");
                }
                if (layout.match(i) == TableDef.Match.RANGE) {
                    layout.put(high, i, ones(layout.width(i)));
                }
            }
        }
        return switch (layout.kind()) {
            case EXACT -> TableEntry.Match.exact(key);
            case LPM -> TableEntry.Match.prefix(key, lpmBit() + prefix);
            case TERNARY -> new TableEntry.Match(key, mask, high, withRank ? priority : 0);
        };
    }

    private int lpmBit() {
        for (int i = 0; i < layout.fields(); i++) {
            if (layout.match(i) == TableDef.Match.LPM) {
                return layout.bit(i);
            }
        }
        return 0;
    }

    private static BigInteger ones(int width) {
        return BigInteger.ONE.shiftLeft(width).subtract(BigInteger.ONE);
    }

    /** Puts a field; gives the length of a prefix. */
    private int put(int place, FieldMatch match, long[] key, long[] mask, long[] high) {
        Field field = fields.get(place);
        ValueType type = field.type();
        boolean ternary = mask.length > 0;
        int width = layout.width(place);
        switch (field.match()) {
            case EXACT -> {
                require(match.hasExact(), field);
                putValue(key, place, type, match.getExact().getValue());
                if (ternary) {
                    layout.put(mask, place, ones(width));
                }
                return 0;
            }
            case OPTIONAL -> {
                require(match.hasOptional(), field);
                putValue(key, place, type, match.getOptional().getValue());
                layout.put(mask, place, ones(width));
                return 0;
            }
            case LPM -> {
                require(match.hasLpm(), field);
                int length = match.getLpm().getPrefixLen();
                BigInteger value = type.plain(match.getLpm().getValue());
                if (length <= 0 || length > width) {
                    throw RefusedException.invalid(type.name() + ": prefix length is " + length + ", allowed: 1 to "
                            + width + "; leave the field out for 0");
                }
                BigInteger bits = ones(length).shiftLeft(width - length);
                maskedOnly(value, bits, type);
                layout.put(key, place, value);
                if (ternary) {
                    layout.put(mask, place, bits);
                }
                return length;
            }
            case TERNARY -> {
                require(match.hasTernary(), field);
                BigInteger value = type.plain(match.getTernary().getValue());
                BigInteger bits = type.plain(match.getTernary().getMask());
                if (bits.signum() == 0) {
                    throw RefusedException.invalid(type.name() + ": the mask is 0; leave the field out");
                }
                maskedOnly(value, bits, type);
                layout.put(key, place, value);
                layout.put(mask, place, bits);
                return 0;
            }
            case RANGE -> {
                require(match.hasRange(), field);
                BigInteger low = type.plain(match.getRange().getLow());
                BigInteger most = type.plain(match.getRange().getHigh());
                if (low.compareTo(most) > 0) {
                    throw RefusedException.invalid(type.name() + ": the low end of the range is above its high end");
                }
                if (low.signum() == 0 && most.equals(ones(width))) {
                    throw RefusedException.invalid(type.name() + ": the range has every value; leave the field out");
                }
                layout.put(key, place, low);
                layout.put(high, place, most);
                return 0;
            }
            default ->
                throw new RefusedException(StatusCode.UNIMPLEMENTED, type.name() + ": match type " + field.match());
        }
    }

    private void putValue(long[] key, int place, ValueType type, ByteString value) {
        if (type.width() <= 64 && !type.translated()) {
            layout.put(key, place, type.small(value));
        } else {
            layout.put(key, place, type.value(value));
        }
    }

    private static void require(boolean right, Field field) {
        if (!right) {
            throw RefusedException.invalid(field.type().name() + ": the match must be " + field.match());
        }
    }

    private static void maskedOnly(BigInteger value, BigInteger mask, ValueType type) {
        if (value.andNot(mask).signum() != 0) {
            throw RefusedException.invalid(type.name() + ": the value has bits outside of its mask");
        }
    }

    /** The match fields of an entry, without those that match everything. */
    List<FieldMatch> write(TableEntry entry) {
        List<FieldMatch> all = new ArrayList<>();
        boolean ternary = entry.mask.length > 0;
        for (int i = 0; i < fields.size(); i++) {
            Field field = fields.get(i);
            FieldMatch.Builder match = FieldMatch.newBuilder().setFieldId(field.id());
            BigInteger value = layout.get(entry.key, i);
            int width = layout.width(i);
            switch (field.match()) {
                case EXACT -> match.getExactBuilder().setValue(field.type().write(value));
                case OPTIONAL -> {
                    if (layout.get(entry.mask, i).signum() == 0) {
                        continue;
                    }
                    match.getOptionalBuilder().setValue(field.type().write(value));
                }
                case LPM -> {
                    int length = ternary ? layout.get(entry.mask, i).bitCount() : entry.rank - layout.bit(i);
                    if (length == 0) {
                        continue;
                    }
                    match.getLpmBuilder().setValue(ValueType.shortest(value)).setPrefixLen(length);
                }
                case RANGE -> {
                    BigInteger most = layout.get(entry.high, i);
                    if (value.signum() == 0 && most.equals(ones(width))) {
                        continue;
                    }
                    match.getRangeBuilder().setLow(ValueType.shortest(value)).setHigh(ValueType.shortest(most));
                }
                default -> {
                    BigInteger bits = layout.get(entry.mask, i);
                    if (bits.signum() == 0) {
                        continue;
                    }
                    match.getTernaryBuilder()
                            .setValue(ValueType.shortest(value))
                            .setMask(ValueType.shortest(bits));
                }
            }
            all.add(match.build());
        }
        return all;
    }
}
