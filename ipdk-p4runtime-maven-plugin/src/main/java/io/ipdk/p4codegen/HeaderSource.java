package io.ipdk.p4codegen;

import io.ipdk.p4runtime.info.PacketFieldInfo;
import io.ipdk.p4runtime.info.PacketHeaderInfo;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The classes of packets with their metadata. */
final class HeaderSource {
    private static final Set<String> TAKEN = Set.of("build", "of", "packet", "payload");

    private HeaderSource() {}

    static JavaSource in(String packageName, String typeName, PacketHeaderInfo header) {
        JavaSource source = new JavaSource(packageName, typeName)
                .use("com.google.protobuf.ByteString", "io.ipdk.p4runtime.entity.PacketIn", "java.util.Objects")
                .doc(
                        "A packet from the device, with the fields of " + Docs.of("header", header),
                        Docs.description(header),
                        "Immutable.");
        source.member("private final PacketIn packet;");
        source.member("""
                private $T(PacketIn packet) {
                    this.packet = Objects.requireNonNull(packet, "packet");
                }""");
        source.member("A packet as it came in.", """
                public static $T of(PacketIn packet) {
                    return new $T(packet);
                }""");
        source.member("The packet as it was on the wire.", """
                public ByteString payload() {
                    return packet.payload();
                }""");
        Map<String, String> methods = methods(header);
        for (PacketFieldInfo field : fields(header)) {
            source.use("io.ipdk.p4runtime.value.P4Value");
            source.member(
                    words(field),
                    "public P4Value " + methods.get(field.name()) + "() {\n    return packet.get("
                            + Escape.literal(field.name()) + ");\n}");
        }
        return source.member("""
                @Override
                public String toString() {
                    return packet.toString();
                }""");
    }

    static JavaSource out(String packageName, String typeName, PacketHeaderInfo header) {
        JavaSource source = new JavaSource(packageName, typeName)
                .use("com.google.protobuf.ByteString", "io.ipdk.p4runtime.entity.PacketOut", "java.util.Objects")
                .doc(
                        "A packet to the device, with the fields of " + Docs.of("header", header),
                        Docs.description(header),
                        "Immutable; each step gives a new object.");
        source.member("private final PacketOut packet;");
        source.member("""
                private $T(PacketOut packet) {
                    this.packet = Objects.requireNonNull(packet, "packet");
                }""");
        source.member("A packet as it shall be on the wire, as yet without fields.", """
                public static $T packet(ByteString payload) {
                    return new $T(PacketOut.of(payload));
                }""");
        source.member("A packet as it shall be on the wire, as yet without fields.", """
                public static $T packet(byte[] payload) {
                    return new $T(PacketOut.of(payload));
                }""");
        Map<String, String> methods = methods(header);
        for (PacketFieldInfo field : fields(header)) {
            Setters.add(
                    source,
                    field.type(),
                    words(field),
                    "public $T " + methods.get(field.name()),
                    "return new $T(packet.set(" + Escape.literal(field.name()) + ", value));");
        }
        return source.member("The packet, to be sent.", """
                        public PacketOut build() {
                            return packet;
                        }""").member("""
                        @Override
                        public String toString() {
                            return packet.toString();
                        }""");
    }

    private static List<PacketFieldInfo> fields(PacketHeaderInfo header) {
        return header.fields().stream().filter(field -> !field.padding()).toList();
    }

    private static Map<String, String> methods(PacketHeaderInfo header) {
        return JavaNames.methods(
                fields(header).stream().map(PacketFieldInfo::name).toList(), TAKEN);
    }

    private static String words(PacketFieldInfo field) {
        return "The field " + Escape.code(field.name()) + " (" + Setters.words(field.type()) + ").";
    }
}
