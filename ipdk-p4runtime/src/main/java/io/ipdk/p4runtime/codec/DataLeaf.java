package io.ipdk.p4runtime.codec;

import com.google.protobuf.ByteString;
import io.ipdk.p4runtime.entity.EntityRule;
import io.ipdk.p4runtime.entity.InvalidEntityException;
import io.ipdk.p4runtime.value.Bits;
import io.ipdk.p4runtime.value.P4Data;
import io.ipdk.p4runtime.value.P4Type;
import io.ipdk.p4runtime.value.P4Value;
import io.ipdk.p4runtime.value.ValueType;
import java.math.BigInteger;
import java.util.TreeSet;
import org.p4.v1.P4Varbit;

/** Values at the ends of the tree. */
final class DataLeaf {
    private DataLeaf() {}

    static ByteString bits(P4Data data, P4Type type, String entity, String path) {
        if (type instanceof P4Type.Int signed) {
            BigInteger value = data instanceof P4Data.SignedInt number
                    ? number.value()
                    : data instanceof P4Data.Bitstring bits && !bits.value().isText()
                            ? bits.value().asBigInteger()
                            : null;
            if (value == null) {
                throw DataCodec.wrong(data, type, entity, path);
            }
            if (value.bitLength() >= signed.width()) {
                BigInteger bound = BigInteger.ONE.shiftLeft(signed.width() - 1);
                throw new InvalidEntityException(
                        EntityRule.OUT_OF_RANGE,
                        entity,
                        path,
                        value,
                        bound.negate() + " to " + bound.subtract(BigInteger.ONE) + " (" + signed.width() + " bits)");
            }
            return Bits.signed(value);
        }
        ValueType valueType = type instanceof P4Type.Translated translated
                ? translated.type()
                : ValueType.bits(((P4Type.Bit) type).width());
        if (data instanceof P4Data.SignedInt negative) {
            throw new InvalidEntityException(
                    EntityRule.OUT_OF_RANGE, entity, path, negative.value(), valueType.allowed());
        }
        if (!(data instanceof P4Data.Bitstring value)) {
            throw DataCodec.wrong(data, type, entity, path);
        }
        return Values.encode(value.value(), valueType, entity, path);
    }

    static P4Data bits(ByteString bytes, P4Type type, String entity, String path) {
        if (type instanceof P4Type.Int signed) {
            BigInteger value = bytes.isEmpty() ? null : new BigInteger(bytes.toByteArray());
            if (value == null || value.bitLength() >= signed.width()) {
                throw new InvalidEntityException(
                        EntityRule.MALFORMED, entity, path, "0x" + Bits.hex(bytes), String.valueOf(type));
            }
            return new P4Data.SignedInt(value);
        }
        ValueType valueType = type instanceof P4Type.Translated translated
                ? translated.type()
                : ValueType.bits(((P4Type.Bit) type).width());
        return new P4Data.Bitstring(Values.decode(bytes, valueType, entity, path));
    }

    static P4Varbit varbit(P4Data.Varbit value, P4Type.Varbit type, String entity, String path) {
        if (value.bitWidth() < 0 || value.bitWidth() > type.maxWidth()) {
            throw new InvalidEntityException(
                    EntityRule.OUT_OF_RANGE, entity, path + " width", value.bitWidth(), "0 to " + type.maxWidth());
        }
        ByteString bytes = value.bitWidth() == 0
                ? value.value().toByteString()
                : Values.encode(value.value(), ValueType.bits(value.bitWidth()), entity, path);
        return P4Varbit.newBuilder()
                .setBitwidth(value.bitWidth())
                .setBitstring(bytes)
                .build();
    }

    static P4Data varbit(P4Varbit value, P4Type.Varbit type, String entity, String path) {
        if (value.getBitwidth() < 0 || value.getBitwidth() > type.maxWidth()) {
            throw new InvalidEntityException(
                    EntityRule.MALFORMED, entity, path + " width", value.getBitwidth(), "0 to " + type.maxWidth());
        }
        P4Value bits = value.getBitstring().isEmpty() && value.getBitwidth() == 0
                ? P4Value.of(0)
                : Values.decode(value.getBitstring(), ValueType.bits(value.getBitwidth()), entity, path);
        return new P4Data.Varbit(bits, value.getBitwidth());
    }

    /** Header fields are bare byte strings. */
    static ByteString headerField(P4Data data, P4Type type, String entity, String path) {
        return type instanceof P4Type.Varbit varbit && data instanceof P4Data.Varbit value
                ? varbit(value, varbit, entity, path).getBitstring()
                : type instanceof P4Type.Varbit ? ByteString.EMPTY : bits(data, type, entity, path);
    }

    static P4Data headerField(ByteString bytes, P4Type type, String entity, String path) {
        if (type instanceof P4Type.Varbit varbit) {
            int width = Math.min(varbit.maxWidth(), 8 * bytes.size());
            return varbit(
                    P4Varbit.newBuilder().setBitwidth(width).setBitstring(bytes).build(), varbit, entity, path);
        }
        return bits(bytes, type, entity, path);
    }

    static ByteString enumValue(P4Data data, P4Type.SerializableEnum type, String entity, String path) {
        if (data instanceof P4Data.EnumMember member) {
            P4Value value = type.members().get(member.name());
            if (value == null) {
                throw new InvalidEntityException(
                        EntityRule.WRONG_VALUE_KIND,
                        entity,
                        path,
                        member,
                        "one of " + new TreeSet<>(type.members().keySet()));
            }
            return value.toByteString();
        }
        return bits(data, new P4Type.Bit(type.width()), entity, path);
    }

    /** The member's name, or the bare value if no member has it. */
    static P4Data enumMember(ByteString bytes, P4Type.SerializableEnum type, String entity, String path) {
        P4Value value = Values.decode(bytes, ValueType.bits(type.width()), entity, path);
        return type.members().entrySet().stream()
                .filter(member -> member.getValue().equals(value))
                .map(member -> member.getKey())
                .sorted()
                .findFirst()
                .<P4Data>map(P4Data.EnumMember::new)
                .orElseGet(() -> new P4Data.Bitstring(value));
    }
}
