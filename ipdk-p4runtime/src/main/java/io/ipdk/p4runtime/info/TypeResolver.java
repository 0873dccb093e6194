package io.ipdk.p4runtime.info;

import io.ipdk.p4runtime.value.P4Type;
import io.ipdk.p4runtime.value.P4Value;
import io.ipdk.p4runtime.value.ValueType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.p4.config.v1.P4BitstringLikeTypeSpec;
import org.p4.config.v1.P4DataTypeSpec;
import org.p4.config.v1.P4HeaderTypeSpec;
import org.p4.config.v1.P4HeaderUnionTypeSpec;
import org.p4.config.v1.P4NewTypeSpec;
import org.p4.config.v1.P4SerializableEnumTypeSpec;
import org.p4.config.v1.P4StructTypeSpec;
import org.p4.config.v1.P4TypeInfo;

/** Turns the named types of a P4Info into trees; refuses types that contain themselves and widths beyond reason. */
final class TypeResolver {
    /** Wider than any compiler allows; keeps a forged P4Info from asking for huge masks. */
    static final int MAX_WIDTH = 65_536;

    private static final int MAX_DEPTH = 32;
    private static final int MAX_NODES = 100_000;

    private final P4TypeInfo types;
    private int nodes;

    TypeResolver(P4TypeInfo types) {
        this.types = types;
    }

    /** The controller's side of a field with this width and perhaps a named type. */
    ValueType value(String owner, int bitWidth, String typeName) {
        checkWidth(owner, bitWidth);
        P4NewTypeSpec spec = types.getNewTypesMap().get(typeName);
        for (int depth = 0; spec != null && depth < MAX_DEPTH; depth++) {
            if (spec.hasTranslatedType()) {
                return translated(owner, typeName, spec);
            }
            if (!spec.getOriginalType().hasNewType()) {
                break;
            }
            spec = types.getNewTypesMap()
                    .get(spec.getOriginalType().getNewType().getName());
        }
        return new ValueType(bitWidth, false, typeName, "");
    }

    /** The type of structured data. */
    P4Type data(String owner, P4DataTypeSpec spec) {
        nodes = 0;
        return data(owner, spec, 0);
    }

    private P4Type data(String owner, P4DataTypeSpec spec, int depth) {
        if (depth > MAX_DEPTH || ++nodes > MAX_NODES) {
            throw new InvalidP4InfoException(owner, "its type contains itself or is nested too deeply");
        }
        return switch (spec.getTypeSpecCase()) {
            case BITSTRING -> bits(owner, spec.getBitstring());
            case BOOL -> new P4Type.Bool();
            case TUPLE ->
                new P4Type.Tuple(spec.getTuple().getMembersList().stream()
                        .map(member -> data(owner, member, depth + 1))
                        .toList());
            case STRUCT -> struct(owner, spec.getStruct().getName(), depth);
            case HEADER -> header(owner, spec.getHeader().getName());
            case HEADER_UNION -> union(owner, spec.getHeaderUnion().getName());
            case HEADER_STACK ->
                new P4Type.HeaderStack(
                        header(owner, spec.getHeaderStack().getHeader().getName()),
                        spec.getHeaderStack().getSize());
            case HEADER_UNION_STACK ->
                new P4Type.HeaderUnionStack(
                        union(owner, spec.getHeaderUnionStack().getHeaderUnion().getName()),
                        spec.getHeaderUnionStack().getSize());
            case ENUM -> {
                String name = spec.getEnum().getName();
                yield new P4Type.Enumeration(
                        name,
                        known(owner, "enum", name, types.getEnumsMap()).getMembersList().stream()
                                .map(member -> member.getName())
                                .toList());
            }
            case ERROR -> new P4Type.ErrorType(List.copyOf(types.getError().getMembersList()));
            case SERIALIZABLE_ENUM ->
                serializable(owner, spec.getSerializableEnum().getName());
            case NEW_TYPE -> newType(owner, spec.getNewType().getName(), depth);
            case TYPESPEC_NOT_SET -> throw new InvalidP4InfoException(owner, "has no type");
        };
    }

    private P4Type newType(String owner, String name, int depth) {
        P4NewTypeSpec spec = known(owner, "type", name, types.getNewTypesMap());
        return spec.hasTranslatedType()
                ? new P4Type.Translated(translated(owner, name, spec))
                : data(owner, spec.getOriginalType(), depth + 1);
    }

    private P4Type struct(String owner, String name, int depth) {
        P4StructTypeSpec spec = known(owner, "struct", name, types.getStructsMap());
        return new P4Type.Struct(
                name,
                spec.getMembersList().stream()
                        .map(member ->
                                new P4Type.Member(member.getName(), data(owner, member.getTypeSpec(), depth + 1)))
                        .toList());
    }

    private P4Type.Header header(String owner, String name) {
        P4HeaderTypeSpec spec = known(owner, "header", name, types.getHeadersMap());
        return new P4Type.Header(
                name,
                spec.getMembersList().stream()
                        .map(member -> new P4Type.Member(member.getName(), bits(owner, member.getTypeSpec())))
                        .toList());
    }

    private P4Type.HeaderUnion union(String owner, String name) {
        P4HeaderUnionTypeSpec spec = known(owner, "header union", name, types.getHeaderUnionsMap());
        return new P4Type.HeaderUnion(
                name,
                spec.getMembersList().stream()
                        .map(member -> new P4Type.Member(
                                member.getName(),
                                header(owner, member.getHeader().getName())))
                        .toList());
    }

    private P4Type serializable(String owner, String name) {
        P4SerializableEnumTypeSpec spec = known(owner, "serializable enum", name, types.getSerializableEnumsMap());
        int width = spec.getUnderlyingType().getBitwidth();
        checkWidth(owner, width);
        Map<String, P4Value> members = new LinkedHashMap<>();
        spec.getMembersList().forEach(member -> {
            if (member.getValue().isEmpty()) {
                throw new InvalidP4InfoException(
                        owner, "member '" + member.getName() + "' of " + name + " has no value");
            }
            members.put(member.getName(), P4Value.of(member.getValue()));
        });
        return new P4Type.SerializableEnum(name, width, members);
    }

    private static P4Type bits(String owner, P4BitstringLikeTypeSpec spec) {
        return switch (spec.getTypeSpecCase()) {
            case BIT -> new P4Type.Bit(checkWidth(owner, spec.getBit().getBitwidth()));
            case INT -> new P4Type.Int(checkWidth(owner, spec.getInt().getBitwidth()));
            case VARBIT -> new P4Type.Varbit(checkWidth(owner, spec.getVarbit().getMaxBitwidth()));
            case TYPESPEC_NOT_SET -> throw new InvalidP4InfoException(owner, "a bit string has no type");
        };
    }

    private static ValueType translated(String owner, String name, P4NewTypeSpec spec) {
        String uri = spec.getTranslatedType().getUri();
        if (spec.getTranslatedType().hasSdnString()) {
            return new ValueType(0, true, name, uri);
        }
        int width = checkWidth(owner, spec.getTranslatedType().getSdnBitwidth());
        return new ValueType(width, false, name, uri);
    }

    private static int checkWidth(String owner, int width) {
        if (width < 0 || width > MAX_WIDTH) {
            throw new InvalidP4InfoException(owner, "a width of " + width + " bits is not in 0 to " + MAX_WIDTH);
        }
        return width;
    }

    private static <T> T known(String owner, String kind, String name, Map<String, T> map) {
        T spec = map.get(name);
        if (spec == null) {
            throw new InvalidP4InfoException(
                    owner, "uses the " + kind + " '" + name + "', which type_info does not have");
        }
        return spec;
    }
}
