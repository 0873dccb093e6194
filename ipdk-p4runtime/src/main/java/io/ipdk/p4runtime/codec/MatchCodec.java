package io.ipdk.p4runtime.codec;

import com.google.protobuf.ByteString;
import io.ipdk.p4runtime.entity.EntityRule;
import io.ipdk.p4runtime.entity.InvalidEntityException;
import io.ipdk.p4runtime.entity.Match;
import io.ipdk.p4runtime.info.MatchFieldInfo;
import io.ipdk.p4runtime.info.MatchKind;
import io.ipdk.p4runtime.value.Bits;
import io.ipdk.p4runtime.value.ValueType;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.p4.v1.FieldMatch;

/** One field of a key. What is ignored by the match is cleared, what matches anything is dropped ("Match Format"). */
final class MatchCodec {
    private MatchCodec() {}

    /** The message, or null if the match says nothing. */
    static @Nullable FieldMatch encode(Match match, MatchFieldInfo field, String entity) {
        return switch (field.kind()) {
            case EXACT -> exact(match, field, entity);
            case LPM -> lpm(match, field, entity);
            case TERNARY -> ternary(match, field, entity);
            case RANGE -> range(match, field, entity);
            case OPTIONAL -> optional(match, field, entity);
            case OTHER -> other(match, field, entity);
        };
    }

    static Match decode(FieldMatch match, MatchFieldInfo field, String entity) {
        ValueType type = field.type();
        String name = field.name();
        switch (field.kind()) {
            case EXACT -> {
                if (match.hasExact()) {
                    return new Match.Exact(name, Values.decode(match.getExact().getValue(), type, entity, name));
                }
            }
            case LPM -> {
                if (match.hasLpm()) {
                    return new Match.Lpm(
                            name,
                            Values.decode(match.getLpm().getValue(), type, entity, name),
                            prefixLength(match.getLpm().getPrefixLen(), type, entity, name));
                }
            }
            case TERNARY -> {
                if (match.hasTernary()) {
                    return new Match.Ternary(
                            name,
                            Values.decode(match.getTernary().getValue(), type, entity, name),
                            Values.decode(match.getTernary().getMask(), type, entity, name));
                }
            }
            case RANGE -> {
                if (match.hasRange()) {
                    return new Match.Range(
                            name,
                            Values.decode(match.getRange().getLow(), type, entity, name),
                            Values.decode(match.getRange().getHigh(), type, entity, name));
                }
            }
            case OPTIONAL -> {
                if (match.hasOptional()) {
                    return new Match.Optional(
                            name, Values.decode(match.getOptional().getValue(), type, entity, name));
                }
            }
            case OTHER -> {
                if (match.hasOther()) {
                    return new Match.Other(name, match.getOther());
                }
            }
        }
        throw new InvalidEntityException(
                EntityRule.MALFORMED,
                entity,
                name,
                "matched as " + match.getFieldMatchTypeCase().name().toLowerCase(Locale.ROOT),
                word(field.kind()));
    }

    private static FieldMatch exact(Match match, MatchFieldInfo field, String entity) {
        if (!(match instanceof Match.Exact exact)) {
            throw wrongKind(match, field, entity);
        }
        ByteString value = Values.encode(exact.value(), field.type(), entity, field.name());
        return FieldMatch.newBuilder()
                .setFieldId(field.id())
                .setExact(FieldMatch.Exact.newBuilder().setValue(value))
                .build();
    }

    private static @Nullable FieldMatch lpm(Match match, MatchFieldInfo field, String entity) {
        if (!(match instanceof Match.Lpm lpm)) {
            throw wrongKind(match, field, entity);
        }
        ByteString value = Values.encode(lpm.value(), field.type(), entity, field.name());
        int length = prefixLength(lpm.prefixLength(), field.type(), entity, field.name());
        if (length == 0) {
            return null;
        }
        int width = field.type().bitWidth();
        return FieldMatch.newBuilder()
                .setFieldId(field.id())
                .setLpm(FieldMatch.LPM
                        .newBuilder()
                        .setValue(width == 0 ? value : Bits.clearLow(value, width - length))
                        .setPrefixLen(length))
                .build();
    }

    private static @Nullable FieldMatch ternary(Match match, MatchFieldInfo field, String entity) {
        if (!(match instanceof Match.Ternary ternary)) {
            throw wrongKind(match, field, entity);
        }
        ByteString value = Values.encode(ternary.value(), field.type(), entity, field.name());
        ByteString mask = Values.encode(ternary.mask(), field.type(), entity, field.name() + " mask");
        if (Bits.isZero(mask)) {
            return null;
        }
        return FieldMatch.newBuilder()
                .setFieldId(field.id())
                .setTernary(FieldMatch.Ternary.newBuilder()
                        .setValue(Bits.and(value, mask))
                        .setMask(mask))
                .build();
    }

    private static @Nullable FieldMatch range(Match match, MatchFieldInfo field, String entity) {
        if (!(match instanceof Match.Range range)) {
            throw wrongKind(match, field, entity);
        }
        ByteString low = Values.encode(range.low(), field.type(), entity, field.name() + " low");
        ByteString high = Values.encode(range.high(), field.type(), entity, field.name() + " high");
        if (Bits.compare(low, high) > 0) {
            throw new InvalidEntityException(
                    EntityRule.OUT_OF_RANGE,
                    entity,
                    field.name(),
                    range.low() + ".." + range.high(),
                    "a lowest value that is not above the highest");
        }
        if (Bits.isZero(low) && Bits.isOnes(high, field.type().bitWidth())) {
            return null;
        }
        return FieldMatch.newBuilder()
                .setFieldId(field.id())
                .setRange(FieldMatch.Range.newBuilder().setLow(low).setHigh(high))
                .build();
    }

    private static FieldMatch optional(Match match, MatchFieldInfo field, String entity) {
        if (!(match instanceof Match.Optional optional)) {
            throw wrongKind(match, field, entity);
        }
        ByteString value = Values.encode(optional.value(), field.type(), entity, field.name());
        return FieldMatch.newBuilder()
                .setFieldId(field.id())
                .setOptional(FieldMatch.Optional.newBuilder().setValue(value))
                .build();
    }

    private static FieldMatch other(Match match, MatchFieldInfo field, String entity) {
        if (!(match instanceof Match.Other other)) {
            throw wrongKind(match, field, entity);
        }
        return FieldMatch.newBuilder()
                .setFieldId(field.id())
                .setOther(other.message())
                .build();
    }

    private static int prefixLength(int length, ValueType type, String entity, String field) {
        int most = type.bitWidth() == 0 ? Integer.MAX_VALUE : type.bitWidth();
        if (length < 0 || length > most) {
            throw new InvalidEntityException(
                    EntityRule.OUT_OF_RANGE, entity, field + " prefix length", length, "0 to " + most);
        }
        return length;
    }

    private static InvalidEntityException wrongKind(Match match, MatchFieldInfo field, String entity) {
        return new InvalidEntityException(
                EntityRule.WRONG_MATCH_KIND,
                entity,
                field.name(),
                "matched as " + match.getClass().getSimpleName().toLowerCase(Locale.ROOT),
                word(field.kind()));
    }

    private static String word(MatchKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
