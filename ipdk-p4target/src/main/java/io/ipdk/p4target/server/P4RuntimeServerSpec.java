package io.ipdk.p4target.server;

import com.google.protobuf.ByteString;
import io.ipdk.error.InvalidSpecException;
import io.ipdk.p4target.device.P4Device;
import io.ipdk.p4target.server.arbitration.RoleConfigScheme;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.p4.config.v1.P4Info;
import org.p4.v1.ForwardingPipelineConfig;

/**
 * How a P4Runtime server is to be: where it listens, which devices it serves, and its limits.
 *
 * <p>Immutable.
 */
public final class P4RuntimeServerSpec {
    /** The port that IANA gave P4Runtime. */
    public static final int IANA_PORT = 9559;

    private final Map<Long, P4Device> devices;
    private final Map<Long, ForwardingPipelineConfig> programs;
    private final String host;
    private final int port;
    private final @Nullable String inProcessName;
    private final @Nullable TlsFiles tls;
    private final RoleConfigScheme roleConfigScheme;
    private final LongSupplier epochNanos;
    private final int maxMessageBytes;
    private final int maxMetadataBytes;
    private final int streamsPerRole;
    private final int streams;
    private final int queuedMessages;
    private final boolean bmv2Habits;

    private P4RuntimeServerSpec(Builder builder) {
        devices = Map.copyOf(builder.devices);
        programs = Map.copyOf(builder.programs);
        host = builder.host;
        port = builder.port;
        inProcessName = builder.inProcessName;
        tls = builder.tls;
        roleConfigScheme = builder.roleConfigScheme;
        epochNanos = builder.epochNanos;
        maxMessageBytes = builder.maxMessageBytes;
        maxMetadataBytes = builder.maxMetadataBytes;
        streamsPerRole = builder.streamsPerRole;
        streams = builder.streams;
        queuedMessages = builder.queuedMessages;
        bmv2Habits = builder.bmv2Habits;
        if (devices.isEmpty()) {
            throw new InvalidSpecException("devices", "none", "at least one device; call device(...)");
        }
        if (devices.containsKey(0L) && !bmv2Habits) {
            throw new InvalidSpecException("device id", 0, "any other number: P4Runtime 1.5 has no device 0");
        }
        if (!devices.keySet().containsAll(programs.keySet())) {
            throw new InvalidSpecException("program of device", programs.keySet(), "devices that are served");
        }
        if (port < 0 && inProcessName == null) {
            throw new InvalidSpecException("port", "none", "a port or a name in process");
        }
    }

    public static Builder builder() {
        return new Builder();
    }

    Map<Long, P4Device> devices() {
        return devices;
    }

    Map<Long, ForwardingPipelineConfig> programs() {
        return programs;
    }

    String host() {
        return host;
    }

    int port() {
        return port;
    }

    Optional<String> inProcessName() {
        return Optional.ofNullable(inProcessName);
    }

    Optional<TlsFiles> tls() {
        return Optional.ofNullable(tls);
    }

    RoleConfigScheme roleConfigScheme() {
        return roleConfigScheme;
    }

    LongSupplier epochNanos() {
        return epochNanos;
    }

    int maxMessageBytes() {
        return maxMessageBytes;
    }

    int maxMetadataBytes() {
        return maxMetadataBytes;
    }

    int streamsPerRole() {
        return streamsPerRole;
    }

    int streams() {
        return streams;
    }

    int queuedMessages() {
        return queuedMessages;
    }

    boolean bmv2Habits() {
        return bmv2Habits;
    }

    /** Collects the parts. Confined to one thread (the caller's). */
    public static final class Builder {
        private final Map<Long, P4Device> devices = new LinkedHashMap<>();
        private final Map<Long, ForwardingPipelineConfig> programs = new LinkedHashMap<>();
        private String host = "127.0.0.1";
        private int port = -1;
        private @Nullable String inProcessName;
        private @Nullable TlsFiles tls;
        private RoleConfigScheme roleConfigScheme = RoleConfigScheme.stratum();
        private LongSupplier epochNanos = () -> TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
        private int maxMessageBytes = 64 << 20;
        private int maxMetadataBytes = 64 << 10;
        private int streamsPerRole = 256;
        private int streams = 16_384;
        private int queuedMessages = 1_024;
        private boolean bmv2Habits;

        private Builder() {}

        /** Serves a device under this id. */
        public Builder device(long id, P4Device device) {
            devices.put(id, Objects.requireNonNull(device, "device"));
            return this;
        }

        /** The program that a device runs until a controller brings another; without one it waits for a controller's. */
        public Builder program(long device, P4Info info, byte[] json) {
            programs.put(
                    device,
                    ForwardingPipelineConfig.newBuilder()
                            .setP4Info(info)
                            .setP4DeviceConfig(ByteString.copyFrom(json))
                            .build());
            return this;
        }

        /** Listens on this TCP port of the loopback interface; 0 takes a free one. */
        public Builder port(int tcpPort) {
            return listen("127.0.0.1", tcpPort);
        }

        /** Listens on this address and TCP port; 0 takes a free one. */
        public Builder listen(String address, int tcpPort) {
            if (tcpPort < 0 || tcpPort > 0xffff) {
                throw new InvalidSpecException("port", tcpPort, "0 to 65535");
            }
            host = Objects.requireNonNull(address, "address");
            port = tcpPort;
            return this;
        }

        /** Serves channels of the same JVM under this name, beside or in place of TCP. */
        public Builder inProcess(String name) {
            inProcessName = Objects.requireNonNull(name, "name");
            return this;
        }

        /** Speaks TLS on the TCP port, and asks for clients' certificates if authorities are given. */
        public Builder tls(TlsFiles files) {
            tls = Objects.requireNonNull(files, "files");
            return this;
        }

        /** How role configurations are read; Stratum's form from the start. */
        public Builder roleConfigScheme(RoleConfigScheme scheme) {
            roleConfigScheme = Objects.requireNonNull(scheme, "scheme");
            return this;
        }

        /** The clock of the timestamps of notices, in nanoseconds since the epoch; devices have their own for the rest. */
        public Builder clock(LongSupplier sinceEpochNanos) {
            epochNanos = Objects.requireNonNull(sinceEpochNanos, "sinceEpochNanos");
            return this;
        }

        /** The largest request, in bytes; 64 MiB from the start. */
        public Builder maxMessageBytes(int bytes) {
            maxMessageBytes = atLeastOne("maxMessageBytes", bytes);
            return this;
        }

        /** The largest headers of a request, in bytes; 64 KiB from the start. */
        public Builder maxMetadataBytes(int bytes) {
            maxMetadataBytes = atLeastOne("maxMetadataBytes", bytes);
            return this;
        }

        /** The most controllers of one device and role; 256 from the start. */
        public Builder streamsPerRole(int most) {
            streamsPerRole = atLeastOne("streamsPerRole", most);
            return this;
        }

        /** The most streams in all; 16,384 from the start. */
        public Builder streams(int most) {
            streams = atLeastOne("streams", most);
            return this;
        }

        /** How many notices wait for a slow controller before more are dropped and counted; 1,024 from the start. */
        public Builder queuedMessages(int most) {
            queuedMessages = atLeastOne("queuedMessages", most);
            return this;
        }

        /**
         * Follows bmv2 where controllers have come to depend on it: a device 0, INVALID_ARGUMENT for byte strings that do not
         * fit, packet-outs that leave metadata out.
         */
        public Builder bmv2Habits(boolean follow) {
            bmv2Habits = follow;
            return this;
        }

        /**
         * The specification of a server.
         *
         * @throws InvalidSpecException if no device is served, or nowhere
         */
        public P4RuntimeServerSpec build() {
            return new P4RuntimeServerSpec(this);
        }

        private static int atLeastOne(String name, int value) {
            if (value < 1) {
                throw new InvalidSpecException(name, value, "at least 1");
            }
            return value;
        }
    }
}
