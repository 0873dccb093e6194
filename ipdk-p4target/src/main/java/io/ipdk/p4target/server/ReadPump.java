package io.ipdk.p4target.server;

import io.grpc.stub.ServerCallStreamObserver;
import io.ipdk.p4target.server.pipeline.BatchResult;
import io.ipdk.p4target.server.pipeline.PipelineReader;
import io.ipdk.p4target.server.pipeline.ReadCancelledException;
import io.ipdk.p4target.server.status.RpcStatus;
import java.util.List;
import org.p4.v1.Entity;
import org.p4.v1.ReadResponse;

/**
 * Sends what a read finds, no faster than the controller takes it, in messages far below the size that clients accept.
 * Confined to one thread (a reading one), but for {@link #wake}.
 */
final class ReadPump {
    private static final int ENTITIES = 1_000;
    private static final int BYTES = 1 << 20;

    private final ServerCallStreamObserver<ReadResponse> observer;
    private ReadResponse.Builder response = ReadResponse.newBuilder();
    private int bytes;

    ReadPump(ServerCallStreamObserver<ReadResponse> observer) {
        this.observer = observer;
    }

    /** Reads and sends everything; blocks while the controller is slow. */
    void run(PipelineReader reader, List<Entity> filters) {
        try {
            BatchResult outcome = reader.read(filters, this::add);
            flush();
            outcome.check("some of the read requests failed");
            observer.onCompleted();
        } catch (ReadCancelledException e) {
            // Nobody is there to hear of it.
            return;
        } catch (io.grpc.StatusRuntimeException e) {
            observer.onError(e);
        } catch (RuntimeException e) {
            observer.onError(RpcStatus.rpcWide(e));
        }
    }

    /** The controller takes more, or has gone. */
    synchronized void wake() {
        notifyAll();
    }

    private void add(Entity entity) {
        bytes += entity.getSerializedSize();
        response.addEntities(entity);
        if (response.getEntitiesCount() >= ENTITIES || bytes >= BYTES) {
            flush();
        }
    }

    private void flush() {
        if (response.getEntitiesCount() == 0) {
            return;
        }
        awaitReady();
        observer.onNext(response.build());
        response = ReadResponse.newBuilder();
        bytes = 0;
    }

    private synchronized void awaitReady() {
        try {
            while (!observer.isReady()) {
                if (observer.isCancelled()) {
                    throw new ReadCancelledException();
                }
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ReadCancelledException();
        }
    }
}
