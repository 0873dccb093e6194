package io.ipdk.p4target.control;

import com.google.protobuf.ByteString;
import io.ipdk.p4target.PipelineOptions;
import java.math.BigInteger;

/** Port numbers as controllers write them: bit strings of up to 32 bits. Immutable. */
final class Ports {
    private static final int CPU = 0xFFFFFFFD;
    private static final int MOST_V1MODEL_PORTS = 1 << 9;

    private final PipelineOptions options;
    private final boolean psa;

    Ports(PipelineOptions options, boolean psa) {
        this.options = options;
        this.psa = psa;
    }

    /** The dataplane's port. */
    int read(ByteString port) {
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
        if (psa) {
            return port;
        }
        if (port == CPU) {
            return options.cpuPort();
        }
        if (port < 0 || port >= MOST_V1MODEL_PORTS || port == options.dropPort()) {
            throw RefusedException.invalid("there is no port " + Integer.toUnsignedString(port));
        }
        return port;
    }

    int watched(int port) {
        if (port == options.cpuPort()) {
            throw new RefusedException(StatusCode.UNIMPLEMENTED, "the CPU port cannot be watched");
        }
        return read(port);
    }

    static ByteString write(int port) {
        return ValueType.shortest(BigInteger.valueOf(port & 0xFFFFFFFFL));
    }
}
