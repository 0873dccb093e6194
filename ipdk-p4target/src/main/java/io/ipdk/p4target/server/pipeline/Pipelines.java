package io.ipdk.p4target.server.pipeline;

import com.google.protobuf.ByteString;
import com.google.rpc.Code;
import io.ipdk.p4target.P4LoadException;
import io.ipdk.p4target.device.ControllerListener;
import io.ipdk.p4target.device.P4Device;
import io.ipdk.p4target.server.arbitration.RolePolicy;
import io.ipdk.p4target.server.status.RequestException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.p4.config.v1.ControllerPacketMetadata;
import org.p4.v1.DigestListAck;
import org.p4.v1.ForwardingPipelineConfig;
import org.p4.v1.PacketMetadata;
import org.p4.v1.PacketOut;
import org.p4.v1.SetForwardingPipelineConfigRequest;
import org.p4.v1.Update;
import org.p4.v1.WriteRequest;

/**
 * The programs of one device: the one in force and the one that was saved and waits for its commit. Reads and writes go to the
 * saved one if there is one (section "SetForwardingPipelineConfig RPC").
 *
 * <p>Thread-safe. A program is prepared beside the traffic and the requests; only its activation excludes writes.
 */
public final class Pipelines {
    private final P4Device device;
    private final ControllerListener listener;
    private final boolean bmv2Habits;
    private final BatchWriter writer;
    private final Object changes = new Object();
    private final ReentrantReadWriteLock writes = new ReentrantReadWriteLock();
    private volatile @Nullable LoadedProgram running;
    private volatile @Nullable LoadedProgram saved;

    public Pipelines(P4Device device, ControllerListener listener, boolean bmv2Habits) {
        this.device = device;
        this.listener = listener;
        this.bmv2Habits = bmv2Habits;
        this.writer = new BatchWriter(bmv2Habits);
    }

    /**
     * Carries out one of the five actions.
     *
     * @param config null if the request has none
     * @throws RequestException with the code of the specification
     */
    public void set(SetForwardingPipelineConfigRequest.Action action, @Nullable ForwardingPipelineConfig config) {
        synchronized (changes) {
            switch (action) {
                case VERIFY -> load(config);
                case VERIFY_AND_SAVE -> saved = load(config);
                case VERIFY_AND_COMMIT -> activate(load(config), false);
                case COMMIT -> activate(toCommit(config), false);
                case RECONCILE_AND_COMMIT -> activate(load(config), true);
                case UNSPECIFIED, UNRECOGNIZED ->
                    throw RequestException.invalid("the action of a pipeline request is one of five");
            }
        }
    }

    /**
     * Puts a program in force before any controller did; does nothing if one was faster.
     *
     * @throws P4LoadException if it cannot be run
     */
    public void begin(ForwardingPipelineConfig config) {
        LoadedProgram program = prepare(config);
        synchronized (changes) {
            if (current() == null) {
                activate(program, false);
            }
        }
    }

    /** The configuration that reads and writes refer to; empty before the first. */
    public Optional<ForwardingPipelineConfig> config() {
        return Optional.ofNullable(current()).map(LoadedProgram::config);
    }

    /**
     * Applies a batch.
     *
     * @throws RequestException FAILED_PRECONDITION before the first program
     */
    public BatchResult write(List<Update> updates, WriteRequest.Atomicity atomicity, RolePolicy policy) {
        // The program's own lock puts writes in an order; this one only keeps them out of a change of program.
        writes.readLock().lock();
        try {
            return writer.write(required().program().control(), updates, atomicity, policy);
        } finally {
            writes.readLock().unlock();
        }
    }

    /**
     * A read of what is there now.
     *
     * @throws RequestException FAILED_PRECONDITION before the first program
     */
    public PipelineReader reader(RolePolicy policy) {
        return new PipelineReader(required().program().control(), policy);
    }

    /** Sends a controller's packet; refused if no program runs or its metadata are not P4Info's. */
    public void packetOut(PacketOut packet) {
        LoadedProgram program = running;
        device.packetOut(bmv2Habits && program != null ? completed(packet, program) : packet);
    }

    /**
     * Takes an acknowledgement of digests.
     *
     * @throws RequestException FAILED_PRECONDITION if no program runs
     */
    public void acknowledge(DigestListAck ack) {
        LoadedProgram program = running;
        if (program == null) {
            throw noProgram();
        }
        program.program().acknowledge(ack);
    }

    /** Sends notices that are due; to be called every few milliseconds. */
    public void tick() {
        device.tick();
    }

    private LoadedProgram toCommit(@Nullable ForwardingPipelineConfig config) {
        if (config != null) {
            throw RequestException.invalid("COMMIT takes no config: it puts the saved one in force");
        }
        LoadedProgram program = saved;
        if (program == null) {
            throw RequestException.notFound("no config was saved");
        }
        return program;
    }

    private void activate(LoadedProgram program, boolean keepState) {
        writes.writeLock().lock();
        try {
            LoadedProgram before = running;
            if (keepState && before != null) {
                Reconciliation.carryOver(before.program(), program.program());
            }
            device.activate(program.program(), program.config().getCookie().getCookie());
            running = program;
            saved = null;
        } finally {
            writes.writeLock().unlock();
        }
    }

    private LoadedProgram load(@Nullable ForwardingPipelineConfig config) {
        if (config == null) {
            throw RequestException.invalid("the request has no config");
        }
        try {
            return prepare(config);
        } catch (P4LoadException e) {
            throw RequestException.invalid("the config cannot be realised: " + e.getMessage());
        }
    }

    private LoadedProgram prepare(ForwardingPipelineConfig config) {
        return new LoadedProgram(
                config,
                device.prepare(config.getP4Info(), config.getP4DeviceConfig().toByteArray(), listener));
    }

    /** What a packet-out leaves out is zero for bmv2. */
    private static PacketOut completed(PacketOut packet, LoadedProgram program) {
        PacketOut.Builder out = packet.toBuilder();
        for (ControllerPacketMetadata header : program.config().getP4Info().getControllerPacketMetadataList()) {
            if (!header.getPreamble().getName().equals("packet_out")) {
                continue;
            }
            for (ControllerPacketMetadata.Metadata field : header.getMetadataList()) {
                if (packet.getMetadataList().stream().noneMatch(given -> given.getMetadataId() == field.getId())) {
                    out.addMetadata(PacketMetadata.newBuilder()
                            .setMetadataId(field.getId())
                            .setValue(ByteString.copyFrom(new byte[1])));
                }
            }
        }
        return out.build();
    }

    private @Nullable LoadedProgram current() {
        LoadedProgram waiting = saved;
        return waiting != null ? waiting : running;
    }

    private LoadedProgram required() {
        LoadedProgram program = current();
        if (program == null) {
            throw noProgram();
        }
        return program;
    }

    private static RequestException noProgram() {
        return new RequestException(Code.FAILED_PRECONDITION, "the device has no forwarding pipeline", "set one first");
    }
}
