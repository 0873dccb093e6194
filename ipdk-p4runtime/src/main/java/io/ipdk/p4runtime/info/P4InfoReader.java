package io.ipdk.p4runtime.info;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.TextFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.p4.config.v1.P4Info;

/** Reads a P4Info in protobuf's text or binary form, whichever it is. */
final class P4InfoReader {
    private P4InfoReader() {}

    static byte[] file(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new InvalidP4InfoException("file " + file, "cannot be read: " + e, e);
        }
    }

    static P4Info bytes(String source, byte[] content) {
        if (content.length == 0) {
            throw new InvalidP4InfoException(source, "is empty");
        }
        return isText(content) ? text(source, decoded(source, content)) : binary(source, content);
    }

    static P4Info text(String source, String content) {
        if (content.isBlank()) {
            throw new InvalidP4InfoException(source, "is empty");
        }
        try {
            return TextFormat.parse(content, P4Info.class);
        } catch (TextFormat.ParseException e) {
            throw new InvalidP4InfoException(source, "is no P4Info in text form, line:column " + e.getMessage(), e);
        }
    }

    private static P4Info binary(String source, byte[] content) {
        try {
            return P4Info.parseFrom(content);
        } catch (InvalidProtocolBufferException e) {
            throw new InvalidP4InfoException(source, "is no P4Info in binary form: " + e.getMessage(), e);
        }
    }

    /** Field tags and lengths of the binary form are control characters somewhere near its start; text has none. */
    private static boolean isText(byte[] content) {
        for (byte b : content) {
            if (b >= 0 && b < ' ' && b != '\n' && b != '\t' && b != '\r' && b != '\f') {
                return false;
            }
        }
        return true;
    }

    private static String decoded(String source, byte[] content) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new InvalidP4InfoException(source, "is neither UTF-8 text nor a binary P4Info", e);
        }
    }
}
