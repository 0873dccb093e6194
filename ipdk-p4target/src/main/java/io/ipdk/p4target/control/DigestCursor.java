package io.ipdk.p4target.control;

import io.ipdk.p4target.program.Program;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.p4.config.v1.P4DataTypeSpec;
import org.p4.config.v1.P4HeaderStackTypeSpec;
import org.p4.config.v1.P4HeaderTypeSpec;
import org.p4.config.v1.P4HeaderUnionTypeSpec;
import org.p4.config.v1.P4NewTypeSpec;
import org.p4.config.v1.P4TypeInfo;
import org.p4.v1.P4Data;
import org.p4.v1.P4Header;
import org.p4.v1.P4HeaderStack;
import org.p4.v1.P4HeaderUnion;
import org.p4.v1.P4StructLike;

/**
 * Takes the values of a digest message one after the other and gives them the types of P4Info (P4Runtime 1.5,
 * "P4Data"). Confined to one thread (the one that made it).
 */
final class DigestCursor {
    private final long[] message;
    private final List<Integer> widths;
    private final Types types;
    private final Program program;
    private int at;
    private int element;

    /**
     * @param message the values, each in as many longs as it needs, the low one first
     * @param widths of the values in the dataplane
     */
    DigestCursor(long[] message, List<Integer> widths, Types types, Program program) {
        this.message = message;
        this.widths = widths;
        this.types = types;
        this.program = program;
    }

    P4Data data(P4DataTypeSpec spec) {
        P4TypeInfo info = types.info();
        P4Data.Builder data = P4Data.newBuilder();
        return switch (spec.getTypeSpecCase()) {
            case STRUCT -> {
                P4StructLike.Builder struct = data.getStructBuilder();
                info.getStructsOrThrow(spec.getStruct().getName())
                        .getMembersList()
                        .forEach(member -> struct.addMembers(data(member.getTypeSpec())));
                yield data.build();
            }
            case TUPLE -> {
                P4StructLike.Builder tuple = data.getTupleBuilder();
                spec.getTuple().getMembersList().forEach(member -> tuple.addMembers(data(member)));
                yield data.build();
            }
            case HEADER ->
                data.setHeader(header(info.getHeadersOrThrow(spec.getHeader().getName())))
                        .build();
            case HEADER_UNION ->
                data.setHeaderUnion(union(info.getHeaderUnionsOrThrow(
                                spec.getHeaderUnion().getName())))
                        .build();
            case HEADER_STACK ->
                data.setHeaderStack(stack(spec.getHeaderStack())).build();
            case HEADER_UNION_STACK -> {
                P4HeaderUnionTypeSpec type = info.getHeaderUnionsOrThrow(
                        spec.getHeaderUnionStack().getHeaderUnion().getName());
                for (int i = 0; i < spec.getHeaderUnionStack().getSize(); i++) {
                    data.getHeaderUnionStackBuilder().addEntries(union(type));
                }
                yield data.build();
            }
            case NEW_TYPE ->
                named(
                        spec.getNewType().getName(),
                        info.getNewTypesOrThrow(spec.getNewType().getName()));
            case BOOL -> data.setBool(number().signum() != 0).build();
            case SERIALIZABLE_ENUM ->
                data.setEnumValue(ValueType.shortest(number())).build();
            case ENUM ->
                data.setEnum(name(program.enums().getOrDefault(spec.getEnum().getName(), Map.of()), number()))
                        .build();
            case ERROR -> data.setError(name(program.errors(), number())).build();
            default -> bits(spec.getBitstring().hasInt());
        };
    }

    private P4Header header(P4HeaderTypeSpec type) {
        P4Header.Builder header = P4Header.newBuilder().setIsValid(number().signum() != 0);
        for (int i = 0; i < type.getMembersCount(); i++) {
            BigInteger value = number();
            if (header.getIsValid()) {
                header.addBitstrings(ValueType.shortest(value));
            }
        }
        return header.build();
    }

    private P4HeaderUnion union(P4HeaderUnionTypeSpec type) {
        P4HeaderUnion.Builder union = P4HeaderUnion.newBuilder();
        for (P4HeaderUnionTypeSpec.Member member : type.getMembersList()) {
            P4Header header =
                    header(types.info().getHeadersOrThrow(member.getHeader().getName()));
            if (header.getIsValid()) {
                union.setValidHeaderName(member.getName()).setValidHeader(header);
            }
        }
        return union.build();
    }

    private P4HeaderStack stack(P4HeaderStackTypeSpec type) {
        P4HeaderTypeSpec element =
                types.info().getHeadersOrThrow(type.getHeader().getName());
        P4HeaderStack.Builder stack = P4HeaderStack.newBuilder();
        for (int i = 0; i < type.getSize(); i++) {
            stack.addEntries(header(element));
        }
        return stack.build();
    }

    private P4Data named(String name, P4NewTypeSpec type) {
        if (type.hasOriginalType()) {
            return data(type.getOriginalType());
        }
        ValueType translated = types.of(name, width(), type);
        return P4Data.newBuilder().setBitstring(translated.write(number())).build();
    }

    private P4Data bits(boolean signed) {
        int width = width();
        BigInteger value = number();
        return P4Data.newBuilder()
                .setBitstring(signed ? RegisterType.signed(value, width) : ValueType.shortest(value))
                .build();
    }

    private static String name(Map<String, Integer> names, BigInteger value) {
        for (Map.Entry<String, Integer> entry : names.entrySet()) {
            if (entry.getValue() == value.intValue()) {
                return entry.getKey();
            }
        }
        return value.toString();
    }

    private int width() {
        return element < widths.size() ? widths.get(element) : 64;
    }

    private BigInteger number() {
        int width = width();
        BigInteger value = Numbers.of(message, at, width);
        at += (width + 63) / 64;
        element++;
        return value;
    }
}
