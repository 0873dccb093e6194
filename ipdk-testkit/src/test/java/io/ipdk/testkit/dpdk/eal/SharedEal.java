package io.ipdk.testkit.dpdk.eal;

import io.ipdk.nativeaccess.dpdk.Dpdk;
import io.ipdk.nativeaccess.dpdk.Eal;
import io.ipdk.nativeaccess.dpdk.EalLogLevel;
import io.ipdk.nativeaccess.dpdk.EalOptions;
import io.ipdk.unit.DataSize;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Hands the one environment of this JVM to whoever asks for an {@link Eal}; it is cleaned up when all tests are through. */
final class SharedEal implements ParameterResolver {
    private static final int MEBIBYTES = 192;

    private record Running(Eal eal) implements AutoCloseable {
        @Override
        public void close() {
            eal.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Eal.class;
    }

    @Override
    public Eal resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.GLOBAL)
                .computeIfAbsent(Running.class, key -> start(), Running.class)
                .eal();
    }

    private static Running start() {
        return new Running(Dpdk.load()
                .start(EalOptions.builder()
                        .noHuge(DataSize.mib(MEBIBYTES))
                        .filePrefix("ipdk-it-" + ProcessHandle.current().pid())
                        .logLevel(EalLogLevel.ERROR)
                        .telemetry(true)
                        .build()));
    }
}
