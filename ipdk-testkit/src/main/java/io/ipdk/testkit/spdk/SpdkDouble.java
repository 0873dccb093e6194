package io.ipdk.testkit.spdk;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for {@code spdk_tgt}. It knows the methods that {@code io.ipdk.nativeaccess.spdk} calls, refuses parameters that SPDK
 * would refuse, with SPDK's words, and keeps track of block devices, volumes, limits and controllers. It moves no data, but can
 * have a qemu-storage-daemon do that behind each controller's socket.
 *
 * <p>{@link #stop} and {@link #start} are a crash and a restart: volumes are found again when their file becomes a block device
 * again; everything else is gone.
 *
 * <p>Thread-safe.
 */
public final class SpdkDouble implements AutoCloseable {
    private final Path socket;
    private final Path vhostDirectory;
    private final BdevTable bdevs = new BdevTable();
    private final MethodTable methods = new MethodTable();
    private final LvolMethods lvols;
    private final VhostMethods vhost;
    private final StackedMethods stacked;
    private final NvmfMethods nvmf;
    private final StatisticsMethods statistics;
    private final FrameworkMethods framework;
    private final List<String> calls = new ArrayList<>();
    private final Map<String, RpcFault> faults = new HashMap<>();
    private final List<String> lost = new ArrayList<>();
    private @Nullable RpcServer server;

    private SpdkDouble(Path directory, SpdkDoubleOptions options) throws IOException {
        socket = directory.resolve("spdk.sock");
        vhostDirectory = Files.createDirectories(directory.resolve("vhost"));
        Images images = new Images(Files.createDirectories(directory.resolve("images")));
        lvols = new LvolMethods(bdevs, images, options.isAtLeast(23, 5));
        vhost = new VhostMethods(bdevs, new DiskExports(options.servesDisks()), vhostDirectory);
        stacked = new StackedMethods(bdevs, options.crypto());
        nvmf = new NvmfMethods(bdevs);
        statistics = new StatisticsMethods(bdevs, options.isAtLeast(26, 1));
        framework = new FrameworkMethods(options, bdevs, vhost);
        new BdevMethods(bdevs, images, options.limitsChange(), lvols::examine).addTo(methods);
        lvols.addTo(methods);
        vhost.addTo(methods);
        stacked.addTo(methods);
        nvmf.addTo(methods);
        statistics.addTo(methods);
        framework.addTo(methods);
    }

    /**
     * A double that listens.
     *
     * @param directory where its sockets and images are; it has to be short, as paths of sockets are
     */
    public static SpdkDouble start(Path directory, SpdkDoubleOptions options) {
        try {
            SpdkDouble spdk = new SpdkDouble(directory, options);
            spdk.start();
            return spdk;
        } catch (IOException e) {
            throw new UncheckedIOException("no double of SPDK in " + directory, e);
        }
    }

    /** Where it takes calls. */
    public Path rpcSocket() {
        return socket;
    }

    /** Where the controllers' sockets are. */
    public Path vhostDirectory() {
        return vhostDirectory;
    }

    /** Comes back after {@link #stop}. */
    public synchronized void start() {
        if (server == null) {
            server = new RpcServer(socket, this::call);
        }
    }

    /** Goes away at once, with everything that is not in files. */
    public void stop() {
        RpcServer running;
        synchronized (this) {
            running = server;
            server = null;
            vhost.clear();
            stacked.clear();
            nvmf.clear();
            statistics.clear();
            lvols.clear();
            bdevs.clear();
            framework.clear();
        }
        if (running != null) {
            running.close();
        }
    }

    private synchronized @Nullable JsonNode call(String method, JsonNode parameters) throws RpcFault {
        if (server == null) {
            return null;
        }
        calls.add(method);
        RpcFault fault = faults.remove(method);
        if (fault != null) {
            throw fault;
        }
        JsonNode result = methods.call(method, parameters, framework.isInitialised());
        return lost.remove(method) ? null : result;
    }

    /** The methods that were called, in order, since the last time this was asked. */
    public synchronized List<String> takeCalls() {
        List<String> taken = List.copyOf(calls);
        calls.clear();
        return taken;
    }

    /** Makes the next call of a method fail with this error. */
    public synchronized void failNext(String method, int code, String message) {
        faults.put(method, new RpcFault(code, message));
    }

    /** Carries the next call of a method out, and closes the connection instead of answering it. */
    public synchronized void loseNextAnswer(String method) {
        lost.add(method);
    }

    @Override
    public void close() {
        stop();
    }
}
