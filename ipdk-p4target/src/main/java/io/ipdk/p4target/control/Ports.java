package io.ipdk.p4target.control;

import com.google.protobuf.ByteString;
import java.math.BigInteger;

/** Port numbers as controllers write them: bit strings of up to 32 bits. Immutable. */
final class Ports {
    private static final int CPU = 0xFFFFFFFD;

    private final int cpuPort;
    private final boolean psa;

    Ports(int cpuPort, boolean psa) {
        this.cpuPort = cpuPort;
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
        return port == CPU && !psa ? cpuPort : port;
    }

    int watched(int port) {
        if (port == cpuPort) {
            throw new RefusedException(StatusCode.UNIMPLEMENTED, "the CPU port cannot be watched");
        }
        return read(port);
    }

    static ByteString write(int port) {
        return ValueType.shortest(BigInteger.valueOf(port & 0xFFFFFFFFL));
    }
}
