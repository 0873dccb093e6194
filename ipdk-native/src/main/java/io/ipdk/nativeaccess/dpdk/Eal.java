package io.ipdk.nativeaccess.dpdk;

import io.ipdk.error.UnsupportedException;
import io.ipdk.nativeaccess.dpdk.internal.CText;
import io.ipdk.nativeaccess.dpdk.internal.EalContext;
import io.ipdk.nativeaccess.dpdk.internal.EalLibrary;
import io.ipdk.nativeaccess.dpdk.internal.NativeLibraries;
import io.ipdk.nativeaccess.dpdk.internal.Scratch;
import io.ipdk.nativeaccess.dpdk.layout.DpdkAbi;
import io.ipdk.nativeaccess.memory.RawMemory;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * DPDK's environment, running. There is one per process, also after it was closed. Thread-safe.
 */
public final class Eal implements AutoCloseable {
    private static final AtomicBoolean STARTED = new AtomicBoolean();
    private static final int EEXIST = 17;

    private final EalContext context;
    private final Scratch arguments;
    private final LayoutReport layouts;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Eal(EalContext context, Scratch arguments, LayoutReport layouts) {
        this.context = context;
        this.arguments = arguments;
        this.layouts = layouts;
    }

    static Eal start(NativeLibraries libraries, EalOptions options) {
        MemoryDemand.require(options);
        if (!STARTED.compareAndSet(false, true)) {
            throw new IllegalStateException("the EAL was started before in this process: DPDK can be started once; keep"
                    + " one Eal for the life of the process");
        }
        EalContext context = new EalContext(libraries, options.trackMbufs());
        try {
            List<String> words = options.arguments();
            Scratch arguments = vector(words);
            context.call(
                    "rte_eal_init",
                    options.toString(),
                    "DPDK's own words are on standard error; this process cannot try again",
                    () -> EalLibrary.rte_eal_init(words.size(), arguments.address()));
            options.vdevs().forEach(vdev -> context.vdevs().add(vdev.split(",", 2)[0]));
            LayoutReport layouts = context.run(() -> LayoutProof.run(context, libraries.abi()));
            if (!layouts.agrees()) {
                context.run(EalLibrary::rte_eal_cleanup);
                throw new UnsupportedException(
                        "the structures of " + libraries.version() + " are not as its ABI has them:\n" + layouts,
                        "use an unchanged build of a long-term release; nothing was touched");
            }
            return new Eal(context, arguments, layouts);
        } catch (RuntimeException | Error e) {
            context.end();
            throw e;
        }
    }

    /** An argument vector: pointers, a null, then the texts. DPDK keeps pointing into it. */
    private static Scratch vector(List<String> words) {
        List<byte[]> texts = words.stream().map(CText::of).toList();
        int pointers = (words.size() + 1) * Long.BYTES;
        Scratch memory = Scratch.allocate(
                pointers + texts.stream().mapToInt(text -> text.length).sum());
        long at = memory.address() + pointers;
        for (int i = 0; i < texts.size(); i++) {
            byte[] text = texts.get(i);
            RawMemory.copyFromArray(text, 0, at, text.length);
            RawMemory.putLong(memory.address() + (long) i * Long.BYTES, at);
            at += text.length;
        }
        return memory;
    }

    /** The ABI of the DPDK that runs. */
    public DpdkAbi abi() {
        return context.libraries().abi();
    }

    /** What the proof of the layouts at the start compared. */
    public LayoutReport layouts() {
        return layouts;
    }

    /** Whether devices address memory by virtual addresses, or by physical ones. */
    public boolean usesVirtualAddresses() {
        return context.run(EalLibrary::rte_eal_iova_mode) == 2;
    }

    /** The directory of the telemetry socket. */
    public Path runtimeDirectory() {
        return Path.of(context.run(() -> CText.at(EalLibrary.rte_eal_get_runtime_dir())));
    }

    /** Mbufs that the application holds; 0 unless {@link EalOptions#trackMbufs()}. */
    public int trackedMbufs() {
        return context.ledger() == null ? 0 : context.ledger().size();
    }

    /**
     * Makes a device without hardware.
     *
     * @param name the driver's prefix and a number: {@code net_null0}
     * @param parameters the driver's own, {@code key=value,…}; may be empty
     * @throws DpdkException if the name is taken, the driver refuses, or there is none of that prefix
     */
    public void plug(String name, String parameters) {
        if (!context.vdevs().add(name)) {
            throw context.failure(
                    "rte_eal_hotplug_add", name, EEXIST, "the device name is taken: choose another number");
        }
        try {
            context.call(
                    "rte_eal_hotplug_add",
                    name + "," + parameters,
                    "check the driver's name and parameters; its library must be among DPDK's drivers",
                    () -> EalLibrary.rte_eal_hotplug_add(CText.of("vdev"), CText.of(name), CText.of(parameters)));
        } catch (RuntimeException e) {
            context.vdevs().remove(name);
            throw e;
        }
    }

    /** Removes a device that {@link #plug} or an option made. Its port must be closed. */
    public void unplug(String name) {
        context.call(
                "rte_eal_hotplug_remove",
                name,
                "see whether the device is there",
                () -> EalLibrary.rte_eal_hotplug_remove(CText.of("vdev"), CText.of(name)));
        context.vdevs().remove(name);
    }

    /** For the packages below this one. */
    public EalContext context() {
        return context;
    }

    /** Cleans up: ports and pools made with it must be closed by then. Idempotent; waits until DPDK is through. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            context.end(EalLibrary::rte_eal_cleanup);
            arguments.close();
        }
    }
}
