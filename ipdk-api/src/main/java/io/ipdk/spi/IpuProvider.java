package io.ipdk.spi;

import io.ipdk.Ipu;
import java.net.URI;

/**
 * Opens IPUs of one kind. Found through {@link java.util.ServiceLoader}, chosen by the URI's scheme.
 *
 * <p>Thread-safe.
 */
public interface IpuProvider {

    /** The URI scheme it answers to, lower case, such as {@code soft}. */
    String scheme();

    /** How its URIs are written, for error messages, such as {@code soft:[/state/dir][?bus=…]}. */
    String syntax();

    /**
     * Opens the IPU.
     *
     * @throws io.ipdk.error.IpdkException the URI is not one of its own, or the IPU is not reachable
     */
    Ipu open(URI uri);
}
