package io.ipdk.testkit.p4runtime.conformance;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Role configurations in the one form in use, {@code stratum.P4RoleConfig}. */
final class RoleConfigs {
    private RoleConfigs() {}

    /** A role that writes these objects alone. */
    static ByteString writes(int... ids) {
        return bytes(out -> {
            for (int id : ids) {
                out.writeUInt32(1, id);
            }
        });
    }

    /** A role that gets packets, or none. */
    static ByteString packets(boolean receives) {
        return bytes(out -> out.writeBool(4, receives));
    }

    static Any any(ByteString config) {
        return Any.newBuilder()
                .setTypeUrl("type.googleapis.com/stratum.P4RoleConfig")
                .setValue(config)
                .build();
    }

    private static ByteString bytes(Fields fields) {
        ByteString.Output bytes = ByteString.newOutput();
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(bytes);
            fields.writeTo(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteString();
    }

    private interface Fields {
        void writeTo(CodedOutputStream out) throws IOException;
    }
}
