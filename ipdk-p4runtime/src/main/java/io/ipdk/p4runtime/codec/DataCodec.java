package io.ipdk.p4runtime.codec;

import com.google.protobuf.ByteString;
import io.ipdk.p4runtime.entity.EntityRule;
import io.ipdk.p4runtime.entity.InvalidEntityException;
import io.ipdk.p4runtime.value.P4Data;
import io.ipdk.p4runtime.value.P4Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.p4.v1.P4Header;
import org.p4.v1.P4HeaderStack;
import org.p4.v1.P4HeaderUnion;
import org.p4.v1.P4HeaderUnionStack;
import org.p4.v1.P4StructLike;

/** Structured data by type ("Representation of Arbitrary P4 Types"). */
final class DataCodec {
    private DataCodec() {}

    static org.p4.v1.P4Data encode(P4Data data, P4Type type, String entity, String path) {
        org.p4.v1.P4Data.Builder builder = org.p4.v1.P4Data.newBuilder();
        if (type instanceof P4Type.Bit || type instanceof P4Type.Int || type instanceof P4Type.Translated) {
            builder.setBitstring(DataLeaf.bits(data, type, entity, path));
        } else if (type instanceof P4Type.Varbit varbit && data instanceof P4Data.Varbit value) {
            builder.setVarbit(DataLeaf.varbit(value, varbit, entity, path));
        } else if (type instanceof P4Type.Bool && data instanceof P4Data.Bool value) {
            builder.setBool(value.value());
        } else if (type instanceof P4Type.Struct struct && data instanceof P4Data.Struct value) {
            checkMembers(value.members(), struct.members(), entity, path);
            P4StructLike.Builder members = builder.getStructBuilder();
            for (P4Type.Member member : struct.members()) {
                members.addMembers(encode(value.get(member.name()), member.type(), entity, path + '.' + member.name()));
            }
        } else if (type instanceof P4Type.Tuple tuple
                && data instanceof P4Data.Tuple value
                && tuple.members().size() == value.members().size()) {
            P4StructLike.Builder members = builder.getTupleBuilder();
            for (int i = 0; i < tuple.members().size(); i++) {
                members.addMembers(
                        encode(value.members().get(i), tuple.members().get(i), entity, path + '[' + i + ']'));
            }
        } else if (type instanceof P4Type.Header header && data instanceof P4Data.Header value) {
            builder.setHeader(header(value, header, entity, path));
        } else if (type instanceof P4Type.HeaderUnion union && data instanceof P4Data.HeaderUnion value) {
            builder.setHeaderUnion(union(value, union, entity, path));
        } else if (type instanceof P4Type.HeaderStack stack
                && data instanceof P4Data.HeaderStack value
                && value.entries().size() == stack.size()) {
            P4HeaderStack.Builder entries = builder.getHeaderStackBuilder();
            for (P4Data.Header entry : value.entries()) {
                entries.addEntries(header(entry, stack.header(), entity, path + "[]"));
            }
        } else if (type instanceof P4Type.HeaderUnionStack stack
                && data instanceof P4Data.HeaderUnionStack value
                && value.entries().size() == stack.size()) {
            P4HeaderUnionStack.Builder entries = builder.getHeaderUnionStackBuilder();
            for (P4Data.HeaderUnion entry : value.entries()) {
                entries.addEntries(union(entry, stack.union(), entity, path + "[]"));
            }
        } else if (type instanceof P4Type.Enumeration known
                && data instanceof P4Data.EnumMember value
                && known.members().contains(value.name())) {
            builder.setEnum(value.name());
        } else if (type instanceof P4Type.ErrorType known
                && data instanceof P4Data.ErrorMember value
                && known.members().contains(value.name())) {
            builder.setError(value.name());
        } else if (type instanceof P4Type.SerializableEnum known) {
            builder.setEnumValue(DataLeaf.enumValue(data, known, entity, path));
        } else {
            throw wrong(data, type, entity, path);
        }
        return builder.build();
    }

    static P4Data decode(org.p4.v1.P4Data data, P4Type type, String entity, String path) {
        switch (data.getDataCase()) {
            case BITSTRING -> {
                if (type instanceof P4Type.Bit || type instanceof P4Type.Int || type instanceof P4Type.Translated) {
                    return DataLeaf.bits(data.getBitstring(), type, entity, path);
                }
            }
            case VARBIT -> {
                if (type instanceof P4Type.Varbit varbit) {
                    return DataLeaf.varbit(data.getVarbit(), varbit, entity, path);
                }
            }
            case BOOL -> {
                if (type instanceof P4Type.Bool) {
                    return new P4Data.Bool(data.getBool());
                }
            }
            case TUPLE -> {
                if (type instanceof P4Type.Tuple tuple
                        && data.getTuple().getMembersCount() == tuple.members().size()) {
                    List<P4Data> members = new ArrayList<>();
                    for (int i = 0; i < tuple.members().size(); i++) {
                        members.add(decode(
                                data.getTuple().getMembers(i), tuple.members().get(i), entity, path + '[' + i + ']'));
                    }
                    return new P4Data.Tuple(members);
                }
            }
            case STRUCT -> {
                if (type instanceof P4Type.Struct struct
                        && data.getStruct().getMembersCount()
                                == struct.members().size()) {
                    Map<String, P4Data> members = new LinkedHashMap<>();
                    for (int i = 0; i < struct.members().size(); i++) {
                        P4Type.Member member = struct.members().get(i);
                        members.put(
                                member.name(),
                                decode(
                                        data.getStruct().getMembers(i),
                                        member.type(),
                                        entity,
                                        path + '.' + member.name()));
                    }
                    return new P4Data.Struct(members);
                }
            }
            case HEADER -> {
                if (type instanceof P4Type.Header header) {
                    return header(data.getHeader(), header, entity, path);
                }
            }
            case HEADER_UNION -> {
                if (type instanceof P4Type.HeaderUnion union) {
                    return union(data.getHeaderUnion(), union, entity, path);
                }
            }
            case HEADER_STACK -> {
                if (type instanceof P4Type.HeaderStack stack) {
                    return new P4Data.HeaderStack(data.getHeaderStack().getEntriesList().stream()
                            .map(entry -> header(entry, stack.header(), entity, path))
                            .toList());
                }
            }
            case HEADER_UNION_STACK -> {
                if (type instanceof P4Type.HeaderUnionStack stack) {
                    return new P4Data.HeaderUnionStack(data.getHeaderUnionStack().getEntriesList().stream()
                            .map(entry -> union(entry, stack.union(), entity, path))
                            .toList());
                }
            }
            case ENUM -> {
                if (type instanceof P4Type.Enumeration) {
                    return new P4Data.EnumMember(data.getEnum());
                }
            }
            case ERROR -> {
                if (type instanceof P4Type.ErrorType) {
                    return new P4Data.ErrorMember(data.getError());
                }
            }
            case ENUM_VALUE -> {
                if (type instanceof P4Type.SerializableEnum known) {
                    return DataLeaf.enumMember(data.getEnumValue(), known, entity, path);
                }
            }
            case DATA_NOT_SET -> {}
        }
        throw new InvalidEntityException(
                EntityRule.MALFORMED, entity, path, data.getDataCase().name(), String.valueOf(type));
    }

    private static P4Header header(P4Data.Header value, P4Type.Header type, String entity, String path) {
        P4Header.Builder builder = P4Header.newBuilder().setIsValid(value.valid());
        if (value.valid()) {
            checkMembers(value.members(), type.members(), entity, path);
            for (P4Type.Member member : type.members()) {
                builder.addBitstrings(DataLeaf.headerField(
                        value.get(member.name()), member.type(), entity, path + '.' + member.name()));
            }
        }
        return builder.build();
    }

    private static P4Data.Header header(P4Header header, P4Type.Header type, String entity, String path) {
        if (!header.getIsValid()) {
            return P4Data.Header.INVALID;
        }
        if (header.getBitstringsCount() != type.members().size()) {
            throw new InvalidEntityException(
                    EntityRule.MALFORMED,
                    entity,
                    path,
                    header.getBitstringsCount() + " fields",
                    type.members().size() + " fields");
        }
        Map<String, P4Data> members = new LinkedHashMap<>();
        for (int i = 0; i < type.members().size(); i++) {
            P4Type.Member member = type.members().get(i);
            ByteString bytes = header.getBitstrings(i);
            members.put(member.name(), DataLeaf.headerField(bytes, member.type(), entity, path + '.' + member.name()));
        }
        return new P4Data.Header(true, members);
    }

    private static P4HeaderUnion union(P4Data.HeaderUnion value, P4Type.HeaderUnion type, String entity, String path) {
        String valid = value.validHeader();
        if (valid == null) {
            return P4HeaderUnion.getDefaultInstance();
        }
        for (P4Type.Member member : type.members()) {
            if (member.name().equals(valid)) {
                return P4HeaderUnion.newBuilder()
                        .setValidHeaderName(valid)
                        .setValidHeader(
                                header(value.header(), (P4Type.Header) member.type(), entity, path + '.' + valid))
                        .build();
            }
        }
        throw wrong(value, type, entity, path);
    }

    private static P4Data.HeaderUnion union(P4HeaderUnion union, P4Type.HeaderUnion type, String entity, String path) {
        String valid = union.getValidHeaderName();
        if (valid.isEmpty()) {
            return new P4Data.HeaderUnion(null, P4Data.Header.INVALID);
        }
        for (P4Type.Member member : type.members()) {
            if (member.name().equals(valid)) {
                return new P4Data.HeaderUnion(
                        valid,
                        header(union.getValidHeader(), (P4Type.Header) member.type(), entity, path + '.' + valid));
            }
        }
        throw new InvalidEntityException(
                EntityRule.MALFORMED, entity, path, valid, "a member of header union " + type.name());
    }

    private static void checkMembers(
            Map<String, P4Data> given, List<P4Type.Member> members, String entity, String path) {
        List<String> names = members.stream().map(P4Type.Member::name).toList();
        for (String name : names) {
            if (!given.containsKey(name)) {
                throw new InvalidEntityException(
                        EntityRule.MISSING, entity, path + '.' + name, "not given", "all of " + names);
            }
        }
        for (String name : given.keySet()) {
            if (!names.contains(name)) {
                throw new InvalidEntityException(
                        EntityRule.NOT_ALLOWED, entity, path + '.' + name, "given", "only " + names);
            }
        }
    }

    static InvalidEntityException wrong(P4Data data, P4Type type, String entity, String path) {
        return new InvalidEntityException(EntityRule.WRONG_VALUE_KIND, entity, path, data, String.valueOf(type));
    }
}
