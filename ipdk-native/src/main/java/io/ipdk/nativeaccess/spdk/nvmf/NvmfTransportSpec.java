package io.ipdk.nativeaccess.spdk.nvmf;

import io.ipdk.nativeaccess.spdk.rpc.RpcRequest;
import io.ipdk.unit.DataSize;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A transport to make ready. What is null is left to SPDK.
 *
 * <p>Immutable.
 *
 * @param maxQueueDepth requests in a queue
 * @param maxQueues I/O queues a controller
 * @param maxIoSize largest request
 */
public record NvmfTransportSpec(
        NvmfTransport transport,
        @Nullable Integer maxQueueDepth,
        @Nullable Integer maxQueues,
        @Nullable DataSize maxIoSize) {

    public NvmfTransportSpec {
        Objects.requireNonNull(transport, "transport");
    }

    /** A transport as SPDK has it by itself. */
    public static NvmfTransportSpec of(NvmfTransport transport) {
        return new NvmfTransportSpec(transport, null, null, null);
    }

    RpcRequest request() {
        return RpcRequest.of("nvmf_create_transport")
                .with("trtype", transport.name())
                .maybe("max_queue_depth", maxQueueDepth)
                .maybe("max_io_qpairs_per_ctrlr", maxQueues)
                .maybe("max_io_size", maxIoSize == null ? null : maxIoSize.bytes());
    }
}
