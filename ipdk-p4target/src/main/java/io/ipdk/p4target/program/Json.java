package io.ipdk.p4target.program;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.ipdk.p4target.P4LoadException;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads JSON trees and complains in the words of the file. */
final class Json {
    private Json() {}

    static JsonNode parse(byte[] json) {
        try {
            JsonNode root = JsonTree.parse(json);
            if (root == null || !root.isObject()) {
                throw broken("the device config is no JSON object", null);
            }
            return root;
        } catch (JsonProcessingException e) {
            throw broken("the device config is no JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw broken("the device config cannot be read", e);
        }
    }

    static P4LoadException broken(String problem, @Nullable Throwable cause) {
        return new P4LoadException(problem, "give the JSON that p4c-bm2-ss or p4c-bm2-psa wrote", cause);
    }

    static P4LoadException unsupported(String what, SourceInfo source) {
        return new P4LoadException(what + " is not supported, at " + source, "write the program without it");
    }

    static JsonNode need(JsonNode object, String field) {
        JsonNode value = object.get(field);
        if (value == null) {
            throw broken("'" + field + "' is missing in " + shortened(object), null);
        }
        return value;
    }

    static String text(JsonNode object, String field) {
        JsonNode value = need(object, field);
        if (!value.isTextual()) {
            throw broken("'" + field + "' is no text in " + shortened(object), null);
        }
        return value.textValue();
    }

    static @Nullable String textOrNull(JsonNode object, String field) {
        JsonNode value = object.get(field);
        return value == null || value.isNull() ? null : value.asText();
    }

    static int integer(JsonNode object, String field) {
        JsonNode value = need(object, field);
        if (!value.canConvertToInt()) {
            throw broken("'" + field + "' is no number in " + shortened(object), null);
        }
        return value.intValue();
    }

    static boolean flag(JsonNode object, String field) {
        JsonNode value = object.get(field);
        return value != null && value.asBoolean();
    }

    /** The elements of an array; none if it is missing or null. */
    static List<JsonNode> list(JsonNode object, String field) {
        List<JsonNode> all = new ArrayList<>();
        JsonNode value = object.get(field);
        if (value != null && value.isArray()) {
            value.forEach(all::add);
        }
        return all;
    }

    static JsonNode at(JsonNode array, int index) {
        JsonNode value = array.get(index);
        if (value == null) {
            throw broken("element " + index + " is missing in " + shortened(array), null);
        }
        return value;
    }

    /** A number written as {@code 0x..}, {@code -0x..} or decimal. */
    static BigInteger number(JsonNode node) {
        if (node.isIntegralNumber()) {
            return node.bigIntegerValue();
        }
        String text = node.asText();
        try {
            boolean negative = text.startsWith("-");
            String digits = negative ? text.substring(1) : text;
            BigInteger value = digits.startsWith("0x") || digits.startsWith("0X")
                    ? new BigInteger(digits.substring(2), 16)
                    : new BigInteger(digits);
            return negative ? value.negate() : value;
        } catch (NumberFormatException e) {
            throw broken("'" + text + "' is no number", e);
        }
    }

    static @Nullable BigInteger numberOrNull(JsonNode object, String field) {
        JsonNode value = object.get(field);
        return value == null || value.isNull() ? null : number(value);
    }

    static SourceInfo source(JsonNode object) {
        JsonNode info = object.get("source_info");
        if (info == null || info.isNull()) {
            return SourceInfo.UNKNOWN;
        }
        String fragment = info.path("source_fragment").asText("");
        return new SourceInfo(
                info.path("filename").asText(""),
                info.path("line").asInt(0),
                fragment.length() > 80 ? fragment.substring(0, 77) + "..." : fragment);
    }

    private static String shortened(JsonNode node) {
        String text = node.toString();
        return text.length() > 120 ? text.substring(0, 117) + "..." : text;
    }
}
