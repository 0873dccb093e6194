package io.ipdk.softipu;

import io.ipdk.Ipu;
import io.ipdk.spi.IpuProvider;
import java.net.URI;

/**
 * The provider of {@code soft:}, the software IPU in this JVM.
 *
 * <p>Thread-safe.
 */
public final class SoftIpuProvider implements IpuProvider {

    @Override
    public String scheme() {
        return "soft";
    }

    @Override
    public String syntax() {
        return SoftIpuAddress.SYNTAX;
    }

    @Override
    public Ipu open(URI uri) {
        return SoftIpu.open(uri);
    }
}
