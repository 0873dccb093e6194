package io.ipdk.p4target.control;

import com.google.protobuf.ByteString;
import io.ipdk.p4target.PipelineOptions;
import io.ipdk.p4target.ValueTranslation;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.p4.config.v1.P4NewTypeSpec;
import org.p4.config.v1.P4TypeInfo;

/**
 * Port numbers as controllers write them: bit strings of up to 32 bits or, where the program's ports have a translation,
 * what that says (P4Runtime 1.5, "Translation of Port Numbers"). Immutable.
 */
final class Ports {
    private static final int CPU = 0xFFFFFFFD;
    private static final int MOST_V1MODEL_PORTS = 1 << 9;

    private final PipelineOptions options;
    private final boolean psa;
    private final @Nullable ValueTranslation translation;
    private final boolean text;

    Ports(PipelineOptions options, boolean psa, P4TypeInfo types) {
        this.options = options;
        this.psa = psa;
        translation = options.translations().get(options.portUri());
        text = types.getNewTypesMap().values().stream()
                .filter(P4NewTypeSpec::hasTranslatedType)
                .map(P4NewTypeSpec::getTranslatedType)
                .anyMatch(type -> type.getUri().equals(options.portUri()) && type.hasSdnString());
    }

    /** The dataplane's port. */
    int read(ByteString port) {
        if (translation != null && text) {
            return translated(translation, port.toString(StandardCharsets.UTF_8));
        }
        BigInteger number = new BigInteger(1, port.toByteArray());
        if (port.isEmpty() || number.bitLength() > 32) {
            throw RefusedException.invalid("a port is a bit string of up to 32 bits");
        }
        return read(number.intValue());
    }

    /** The dataplane's port; the CPU port of the specification is the target's. */
    int read(int port) {
        if (port == 0) {
            throw RefusedException.invalid("port 0 is no port of controllers");
        }
        if (port == CPU && !psa) {
            return options.cpuPort();
        }
        return translation == null || port == CPU
                ? known(port)
                : translated(translation, Integer.toUnsignedString(port));
    }

    private int translated(ValueTranslation by, String port) {
        return known(by.toDataplane(port)
                .filter(number -> number.bitLength() <= 32)
                .orElseThrow(() -> RefusedException.invalid("no translation of port '" + port + "'"))
                .intValue());
    }

    private int known(int port) {
        if (!psa && (port < 0 || port >= MOST_V1MODEL_PORTS || port == options.dropPort())) {
            throw RefusedException.invalid("there is no port " + Integer.toUnsignedString(port));
        }
        return port;
    }

    /** The dataplane's port that a member or an action watches. */
    int watched(ByteString port) {
        return notCpu(read(port));
    }

    /** As {@link #watched(ByteString)}, for the older field. */
    int watched(int port) {
        return notCpu(read(port));
    }

    private int notCpu(int port) {
        if (port == options.cpuPort()) {
            throw new RefusedException(StatusCode.UNIMPLEMENTED, "the CPU port cannot be watched");
        }
        return port;
    }

    /** What controllers read for a port of the dataplane. */
    ByteString write(int port) {
        BigInteger number = BigInteger.valueOf(port & 0xFFFFFFFFL);
        if (translation == null) {
            return ValueType.shortest(number);
        }
        String name = translation.toController(number).orElse(number.toString());
        return text ? ByteString.copyFromUtf8(name) : ValueType.shortest(new BigInteger(name));
    }
}
