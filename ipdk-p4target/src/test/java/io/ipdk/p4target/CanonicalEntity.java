package io.ipdk.p4target;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A message as text that does not depend on the order of repeated fields nor on leading zeros of bit strings. */
final class CanonicalEntity {
    private CanonicalEntity() {}

    static String of(Message message) {
        StringBuilder text = new StringBuilder("{");
        for (Map.Entry<FieldDescriptor, Object> field : message.getAllFields().entrySet()) {
            text.append(field.getKey().getName()).append('=');
            if (field.getKey().isRepeated()) {
                List<String> all = new ArrayList<>();
                for (Object element : (List<?>) field.getValue()) {
                    all.add(value(element));
                }
                all.sort(null);
                text.append(all);
            } else {
                text.append(value(field.getValue()));
            }
            text.append(' ');
        }
        return text.append('}').toString();
    }

    private static String value(Object value) {
        if (value instanceof Message message) {
            return of(message);
        }
        if (value instanceof ByteString bytes) {
            return new java.math.BigInteger(1, bytes.toByteArray()).toString(16);
        }
        return String.valueOf(value);
    }
}
