package io.ipdk.examples.p4switch;

import io.ipdk.p4target.PipelineOptions;
import io.ipdk.p4target.server.P4RuntimeServerSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a switch is to be.
 *
 * @param program to begin with, if any
 * @param ports in the order given
 * @param deviceId in P4Runtime
 * @param options of the dataplane
 * @param fileDelay if there, ports are files, and this is the time before they are read
 * @param captures the directory that packets of interfaces are written to, if any
 * @param dumped bytes of each packet in the log
 * @param server fills in where P4Runtime is served
 */
record SwitchSetup(
        @Nullable ProgramFiles program,
        List<PortSpec> ports,
        long deviceId,
        PipelineOptions options,
        @Nullable Duration fileDelay,
        @Nullable Path captures,
        int dumped,
        Consumer<P4RuntimeServerSpec.Builder> server) {}
