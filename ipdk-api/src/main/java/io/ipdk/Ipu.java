package io.ipdk;

import io.ipdk.disk.VirtualDisks;
import io.ipdk.error.InvalidSpecException;
import io.ipdk.error.NotFoundException;
import io.ipdk.error.UnsupportedException;
import io.ipdk.event.IpuEvent;
import io.ipdk.pipeline.Pipeline;
import io.ipdk.port.VirtualPorts;
import io.ipdk.spi.IpuProvider;
import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.concurrent.Flow;
import java.util.stream.Collectors;

/**
 * An infrastructure processing unit: it serves virtual devices to its hosts and runs what lies behind them.
 *
 * <p>Closing leaves the devices' intents in the journal: opened again with the same state directory, the IPU brings them
 * back. Unplug what the host shall lose for good.
 *
 * <p>Thread-safe.
 */
public interface Ipu extends AutoCloseable {

    /**
     * Opens the IPU that a URI names, with the provider of its scheme: {@code soft:} is the software IPU in this JVM.
     *
     * @throws InvalidSpecException the text is not a URI with a scheme
     * @throws NotFoundException no provider on the class path answers to the scheme; lists those that are there
     */
    static Ipu open(String uri) {
        URI parsed;
        try {
            // java.net.URI wants something after the colon; an empty query says the same as nothing.
            parsed = URI.create(uri.endsWith(":") ? uri + "?" : uri);
        } catch (IllegalArgumentException e) {
            throw new InvalidSpecException("IPU URI", "'" + uri + "'", "a URI with a scheme, such as soft:");
        }
        return open(parsed);
    }

    /** {@link #open(String)} with a parsed URI. */
    static Ipu open(URI uri) {
        if (uri.getScheme() == null) {
            throw new InvalidSpecException("IPU URI", "'" + uri + "'", "a URI with a scheme, such as soft:");
        }
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        List<IpuProvider> providers = ServiceLoader.load(IpuProvider.class, Ipu.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparing(IpuProvider::scheme))
                .toList();
        return providers.stream()
                .filter(provider -> provider.scheme().equals(scheme))
                .findFirst()
                .orElseThrow(() -> new NotFoundException(
                        "no IPU provider answers to '" + uri + "'",
                        providers.isEmpty()
                                ? "put a provider on the class path, such as io.ipdk:ipdk-softipu"
                                : "known: "
                                        + providers.stream()
                                                .map(IpuProvider::syntax)
                                                .collect(Collectors.joining(", "))))
                .open(uri);
    }

    /** The URI it was opened with. */
    URI uri();

    /** What it can do, read just now. */
    Capabilities capabilities();

    VirtualPorts ports();

    VirtualDisks disks();

    /**
     * The pipeline that the ports meet in.
     *
     * @throws UnsupportedException this kind of IPU has none that can be programmed; {@link Capabilities#pipeline} says so, too
     */
    default Pipeline pipeline() {
        throw new UnsupportedException(
                uri() + " has no pipeline that can be programmed",
                "ask capabilities().pipeline().supported() first, or open another IPU, such as soft:");
    }

    /**
     * What happens from the subscription on. Each subscriber has a bounded buffer; one that is too slow loses events, which
     * the sequence numbers show, and slows nobody.
     */
    Flow.Publisher<IpuEvent> events();

    /** Lets go of the host and stops all work; bounded in time, idempotent, callable from any thread. */
    @Override
    void close();
}
