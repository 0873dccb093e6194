package io.ipdk.p4target.control;

import io.ipdk.p4target.PipelineOptions;
import io.ipdk.p4target.ValueTranslation;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.p4.config.v1.P4NamedType;
import org.p4.config.v1.P4NewTypeSpec;
import org.p4.config.v1.P4NewTypeTranslation;
import org.p4.config.v1.P4TypeInfo;

/** The named types of a program, as controllers write their values. Thread-safe. */
final class Types {
    private final P4TypeInfo info;
    private final PipelineOptions options;
    private final Map<String, ValueTranslation> given = new ConcurrentHashMap<>();

    Types(P4TypeInfo info, PipelineOptions options) {
        this.info = info;
        this.options = options;
    }

    P4TypeInfo info() {
        return info;
    }

    /** How values of a field are written. */
    ValueType of(String name, int width, boolean named, P4NamedType typeName) {
        P4NewTypeSpec spec = named ? info.getNewTypesMap().get(typeName.getName()) : null;
        return spec == null ? ValueType.bits(name, width) : of(name, width, spec);
    }

    /** How values of a type are written. */
    ValueType of(String name, int width, P4NewTypeSpec spec) {
        if (!spec.hasTranslatedType()) {
            return ValueType.bits(name, width);
        }
        P4NewTypeTranslation translated = spec.getTranslatedType();
        boolean text = translated.hasSdnString();
        @Nullable ValueTranslation translation = options.translations().get(translated.getUri());
        if (translation == null && text) {
            translation = given.computeIfAbsent(translated.getUri(), uri -> new Numbering());
        }
        int controllerWidth = text ? 0 : translated.getSdnBitwidth();
        return new ValueType(name, width, controllerWidth, text, translation);
    }

    /** Numbers texts in the order they come, where the application gave no translation. */
    private static final class Numbering implements ValueTranslation {
        private final Map<String, BigInteger> there = new HashMap<>();
        private final Map<BigInteger, String> back = new HashMap<>();

        @Override
        public synchronized Optional<BigInteger> toDataplane(String controller) {
            BigInteger number = there.computeIfAbsent(controller, c -> BigInteger.valueOf(there.size() + 1L));
            back.put(number, controller);
            return Optional.of(number);
        }

        @Override
        public synchronized Optional<String> toController(BigInteger dataplane) {
            return Optional.ofNullable(back.get(dataplane));
        }
    }
}
