package io.ipdk.nativeaccess.spdk;

import com.fasterxml.jackson.databind.JsonNode;
import io.ipdk.nativeaccess.spdk.bdev.BdevLimits;
import io.ipdk.nativeaccess.spdk.bdev.BdevStatistics;
import io.ipdk.nativeaccess.spdk.bdev.Bdevs;
import io.ipdk.nativeaccess.spdk.bdev.FaultyBdevs;
import io.ipdk.nativeaccess.spdk.bdev.FileBdevs;
import io.ipdk.nativeaccess.spdk.bdev.MemoryBdevs;
import io.ipdk.nativeaccess.spdk.bdev.NvmeControllers;
import io.ipdk.nativeaccess.spdk.crypto.CryptoBdevs;
import io.ipdk.nativeaccess.spdk.crypto.CryptoKeys;
import io.ipdk.nativeaccess.spdk.framework.Configuration;
import io.ipdk.nativeaccess.spdk.framework.Framework;
import io.ipdk.nativeaccess.spdk.framework.Notifications;
import io.ipdk.nativeaccess.spdk.lvol.LogicalVolumes;
import io.ipdk.nativeaccess.spdk.lvol.LvolStores;
import io.ipdk.nativeaccess.spdk.nvmf.NvmfTarget;
import io.ipdk.nativeaccess.spdk.rpc.RpcClient;
import io.ipdk.nativeaccess.spdk.rpc.RpcRequest;
import io.ipdk.nativeaccess.spdk.rpc.SpdkOptions;
import io.ipdk.nativeaccess.spdk.rpc.SpdkTarget;
import io.ipdk.nativeaccess.spdk.vhost.VhostControllers;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/**
 * Commands one {@code spdk_tgt} through its RPC socket: what it offers is grouped by what it is about, and {@link #call} does
 * the rest.
 *
 * <pre>{@code
 * try (SpdkClient spdk = SpdkClient.open(Path.of("/var/tmp/spdk.sock"))) {
 *     spdk.files().createAio("base", image, 4096);
 *     spdk.lvolStores().create(LvolStoreSpec.of("base", "store"));
 *     spdk.lvols().create(LvolSpec.thin("store", "disk", DataSize.gib(10)));
 *     spdk.limits().set("store/disk", new QosLimits(20_000, 0, 0, 0));
 *     spdk.vhost().createBlk(VhostBlkSpec.of("disk", "store/disk"));
 * }
 * }</pre>
 *
 * <p>SPDK may come and go: a call connects where need be, and fails as retryable where nobody is there. Thread-safe; calls of
 * several threads are under way at once.
 */
public final class SpdkClient implements AutoCloseable {
    private final RpcClient rpc;

    private SpdkClient(RpcClient rpc) {
        this.rpc = rpc;
    }

    /**
     * A client of whoever listens there, with default options. It connects with its first call.
     *
     * @param socket as given to {@code spdk_tgt -r}; SPDK's default is {@code /var/tmp/spdk.sock}
     */
    public static SpdkClient open(Path socket) {
        return open(socket, SpdkOptions.defaults());
    }

    /** As {@link #open(Path)}, with other options. */
    public static SpdkClient open(Path socket, SpdkOptions options) {
        return new SpdkClient(RpcClient.of(socket, options));
    }

    /** The RPC socket. */
    public Path socket() {
        return rpc.socket();
    }

    /** Who answers: the version, and the methods built into it. */
    public SpdkTarget target() {
        return rpc.target();
    }

    /** Block devices, whatever they are made of. */
    public Bdevs bdevs() {
        return new Bdevs(rpc);
    }

    /** Block devices of memory, and of nothing. */
    public MemoryBdevs memory() {
        return new MemoryBdevs(rpc);
    }

    /** Block devices on files. */
    public FileBdevs files() {
        return new FileBdevs(rpc);
    }

    /** NVMe controllers that SPDK drives. */
    public NvmeControllers nvme() {
        return new NvmeControllers(rpc);
    }

    /** Rate limits. */
    public BdevLimits limits() {
        return new BdevLimits(rpc);
    }

    /** Slow and failing block devices. */
    public FaultyBdevs faults() {
        return new FaultyBdevs(rpc);
    }

    /** Counters and histograms. */
    public BdevStatistics statistics() {
        return new BdevStatistics(rpc);
    }

    /** Stores of logical volumes. */
    public LvolStores lvolStores() {
        return new LvolStores(rpc);
    }

    /** Logical volumes, snapshots and clones. */
    public LogicalVolumes lvols() {
        return new LogicalVolumes(rpc);
    }

    /** Keys. */
    public CryptoKeys keys() {
        return new CryptoKeys(rpc);
    }

    /** Encrypted block devices. */
    public CryptoBdevs crypto() {
        return new CryptoBdevs(rpc);
    }

    /** vhost-user-blk controllers. */
    public VhostControllers vhost() {
        return new VhostControllers(rpc);
    }

    /** NVMe over fabrics, vfio-user among them. */
    public NvmfTarget nvmf() {
        return new NvmfTarget(rpc);
    }

    /** Phases, reactors, subsystems. */
    public Framework framework() {
        return new Framework(rpc);
    }

    /** Saving and loading. */
    public Configuration configuration() {
        return new Configuration(rpc);
    }

    /** What happens to block devices. */
    public Notifications notifications() {
        return new Notifications(rpc);
    }

    /** Calls any method, and answers its result as it is. */
    public JsonNode call(RpcRequest request) {
        return rpc.call(request, node -> node);
    }

    /** As {@link #call}, without waiting. */
    public CompletableFuture<JsonNode> callAsync(RpcRequest request) {
        return rpc.callAsync(request, node -> node);
    }

    /** Fails what is under way and lets go of the socket. Idempotent, bounded in time. */
    @Override
    public void close() {
        rpc.close();
    }
}
