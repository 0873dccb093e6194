package io.ipdk.p4target.control;

import com.google.protobuf.ByteString;
import io.ipdk.p4target.ValueTranslation;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * How a value is written by controllers: a bit string of some width, or what a translation makes of it. Immutable.
 *
 * @param name for messages
 * @param width in the dataplane
 * @param controllerWidth of translated numbers; 0 if controllers write texts
 * @param text whether controllers write texts
 * @param translation from the controller's values, or null
 */
record ValueType(
        String name,
        int width,
        int controllerWidth,
        boolean text,
        @Nullable ValueTranslation translation) {
    static ValueType bits(String name, int width) {
        return new ValueType(name, width, width, false, null);
    }

    boolean translated() {
        return translation != null;
    }

    /** The dataplane's value where it fits a long and needs no translation. */
    long small(ByteString bytes) {
        int size = bytes.size();
        if (size == 0) {
            throw empty();
        }
        int at = 0;
        while (at < size - 1 && bytes.byteAt(at) == 0) {
            at++;
        }
        if (size - at > 8) {
            throw tooWide(width);
        }
        long value = 0;
        for (; at < size; at++) {
            value = value << 8 | (bytes.byteAt(at) & 0xFF);
        }
        if (width < 64 && value >>> width != 0) {
            throw tooWide(width);
        }
        return value;
    }

    /** The dataplane's value. */
    BigInteger value(ByteString bytes) {
        if (text && translation != null) {
            String controller = bytes.toString(StandardCharsets.UTF_8);
            return translation
                    .toDataplane(controller)
                    .orElseThrow(() -> RefusedException.invalid(name + ": no translation of '" + controller + "'"));
        }
        if (bytes.isEmpty()) {
            throw empty();
        }
        BigInteger number = new BigInteger(1, bytes.toByteArray());
        if (number.bitLength() > controllerWidth) {
            throw tooWide(controllerWidth);
        }
        if (translation == null) {
            return number;
        }
        return translation
                .toDataplane(number.toString())
                .orElseThrow(() -> RefusedException.invalid(name + ": no translation of " + number));
    }

    /** A mask, which is never translated. */
    BigInteger plain(ByteString bytes) {
        if (bytes.isEmpty()) {
            throw empty();
        }
        BigInteger number = new BigInteger(1, bytes.toByteArray());
        if (number.bitLength() > width) {
            throw tooWide(width);
        }
        return number;
    }

    /** What controllers read for a value of the dataplane, in its shortest form. */
    ByteString write(BigInteger value) {
        if (translation != null) {
            String controller = translation.toController(value).orElse(value.toString());
            return text ? ByteString.copyFromUtf8(controller) : shortest(new BigInteger(controller));
        }
        return shortest(value);
    }

    /** The shortest bit string of a number. */
    static ByteString shortest(BigInteger value) {
        byte[] bytes = value.toByteArray();
        int from = bytes.length > 1 && bytes[0] == 0 ? 1 : 0;
        return ByteString.copyFrom(bytes, from, bytes.length - from);
    }

    private RefusedException empty() {
        return new RefusedException(StatusCode.OUT_OF_RANGE, name + ": an empty bit string is no value");
    }

    private RefusedException tooWide(int bits) {
        return new RefusedException(StatusCode.OUT_OF_RANGE, name + ": the value does not fit " + bits + " bits");
    }
}
