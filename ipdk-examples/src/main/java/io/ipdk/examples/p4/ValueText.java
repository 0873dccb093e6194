package io.ipdk.examples.p4;

import io.ipdk.p4runtime.entity.Match;
import io.ipdk.p4runtime.entity.Replica;
import io.ipdk.p4runtime.value.P4Data;
import io.ipdk.p4runtime.value.P4Value;
import io.ipdk.p4runtime.value.ValueType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Values for people and for JSON: 32, 48 and 128 bits as addresses, up to 16 bits as numbers, all else in hexadecimal. What is
 * written can be typed in again.
 */
final class ValueText {
    private ValueText() {}

    static Object of(P4Value value, ValueType type) {
        if (value.isText()) {
            return value.asText();
        }
        return switch (type.bitWidth()) {
            case 32 -> String.valueOf(value.asIpv4().getHostAddress());
            case 48 -> value.asMac().toString();
            case 128 -> String.valueOf(value.asIpv6().getHostAddress());
            default -> plain(value);
        };
    }

    /** A value whose type is not known. */
    static Object plain(P4Value value) {
        if (value.isText()) {
            return value.asText();
        }
        return value.bitLength() <= 16
                ? (Object) value.asInt()
                : "0x" + value.asBigInteger().toString(16);
    }

    static Object of(Match match, ValueType type) {
        if (match instanceof Match.Exact exact) {
            return of(exact.value(), type);
        } else if (match instanceof Match.Optional optional) {
            return of(optional.value(), type);
        } else if (match instanceof Match.Lpm lpm) {
            return of(lpm.value(), type) + "/" + lpm.prefixLength();
        } else if (match instanceof Match.Range range) {
            Object low = of(range.low(), type);
            return range.low().equals(range.high()) ? low : low + ".." + of(range.high(), type);
        } else if (match instanceof Match.Ternary ternary) {
            return of(ternary.value(), type) + "&&&" + of(ternary.mask(), type);
        }
        return match.toString();
    }

    static Object of(P4Data data) {
        if (data instanceof P4Data.Bitstring bits) {
            return plain(bits.value());
        } else if (data instanceof P4Data.Struct struct) {
            return members(struct.members());
        } else if (data instanceof P4Data.Header header) {
            return header.valid() ? members(header.members()) : "invalid";
        } else if (data instanceof P4Data.Tuple tuple) {
            return tuple.members().stream().map(ValueText::of).toList();
        } else if (data instanceof P4Data.Bool bool) {
            return bool.value();
        }
        return data.toString();
    }

    private static Map<String, Object> members(Map<String, P4Data> members) {
        Map<String, Object> values = new LinkedHashMap<>();
        members.forEach((name, member) -> values.put(name, of(member)));
        return values;
    }

    /** {@code PORT}, {@code PORT#INSTANCE}, {@code PORT#INSTANCE|BACKUP#INSTANCE}. */
    static List<Object> replicas(List<Replica> replicas) {
        List<Object> texts = new ArrayList<>();
        for (Replica replica : replicas) {
            StringBuilder text = new StringBuilder(place(replica.port(), replica.instance()));
            replica.backups().forEach(backup -> text.append('|').append(place(backup.port(), backup.instance())));
            texts.add(text.toString());
        }
        return texts;
    }

    private static String place(P4Value port, long instance) {
        return plain(port) + (instance == 0 ? "" : "#" + instance);
    }
}
