package io.ipdk.p4target.control;

import com.google.protobuf.ByteString;
import java.math.BigInteger;
import org.p4.config.v1.P4DataTypeSpec;
import org.p4.config.v1.P4TypeInfo;
import org.p4.v1.P4Data;

/**
 * What a register's cells hold: bits, a signed number or a boolean (P4Runtime 1.5, "RegisterEntry"). Immutable.
 *
 * @param width in bits
 */
record RegisterType(Kind kind, int width) {
    enum Kind {
        BITS,
        SIGNED,
        BOOL
    }

    static RegisterType bits(int width) {
        return new RegisterType(Kind.BITS, width);
    }

    static RegisterType of(P4DataTypeSpec spec, P4TypeInfo types, int width) {
        return switch (spec.getTypeSpecCase()) {
            case BOOL -> new RegisterType(Kind.BOOL, 1);
            case BITSTRING -> new RegisterType(spec.getBitstring().hasInt() ? Kind.SIGNED : Kind.BITS, width);
            case NEW_TYPE -> {
                var named = types.getNewTypesMap().get(spec.getNewType().getName());
                yield named != null && named.hasOriginalType()
                        ? of(named.getOriginalType(), types, width)
                        : bits(width);
            }
            default -> bits(width);
        };
    }

    /** The bits of a cell. */
    BigInteger read(P4Data data) {
        P4Data.DataCase due = kind == Kind.BOOL ? P4Data.DataCase.BOOL : P4Data.DataCase.BITSTRING;
        if (data.getDataCase() != due) {
            throw RefusedException.invalid("the register takes " + due + ", not " + data.getDataCase());
        }
        return switch (kind) {
            case BOOL -> data.getBool() ? BigInteger.ONE : BigInteger.ZERO;
            case BITS -> ValueType.bits("register", width).value(data.getBitstring());
            case SIGNED -> signed(data.getBitstring());
        };
    }

    /** What controllers read of a cell. */
    P4Data write(BigInteger bits) {
        P4Data.Builder data = P4Data.newBuilder();
        return switch (kind) {
            case BOOL -> data.setBool(bits.signum() != 0).build();
            case BITS -> data.setBitstring(ValueType.shortest(bits)).build();
            case SIGNED -> data.setBitstring(signed(bits, width)).build();
        };
    }

    /** The shortest two's complement of the number that some bits stand for. */
    static ByteString signed(BigInteger bits, int width) {
        BigInteger number = bits.testBit(width - 1) ? bits.subtract(BigInteger.ONE.shiftLeft(width)) : bits;
        return ByteString.copyFrom(number.toByteArray());
    }

    private BigInteger signed(ByteString bytes) {
        if (bytes.isEmpty()) {
            throw new RefusedException(StatusCode.OUT_OF_RANGE, "register: an empty bit string is no value");
        }
        BigInteger number = new BigInteger(bytes.toByteArray());
        if (number.bitLength() >= width) {
            throw new RefusedException(StatusCode.OUT_OF_RANGE, "register: the value does not fit int<" + width + ">");
        }
        return number.signum() < 0 ? number.add(BigInteger.ONE.shiftLeft(width)) : number;
    }
}
