package io.ipdk.p4runtime.info;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.MessageLite;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The one binary form of a message: maps sorted by key. */
final class CanonicalBytes {
    private CanonicalBytes() {}

    static ByteString of(MessageLite message) {
        byte[] bytes = new byte[message.getSerializedSize()];
        CodedOutputStream output = CodedOutputStream.newInstance(bytes);
        output.useDeterministicSerialization();
        try {
            message.writeTo(output);
        } catch (IOException e) {
            throw new UncheckedIOException("an array has no end before its size", e);
        }
        return UnsafeByteOperations.unsafeWrap(bytes);
    }
}
