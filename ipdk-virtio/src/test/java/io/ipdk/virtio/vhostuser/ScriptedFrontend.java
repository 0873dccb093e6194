package io.ipdk.virtio.vhostuser;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipdk.nativeaccess.posix.Fd;
import io.ipdk.nativeaccess.posix.FdList;
import io.ipdk.nativeaccess.posix.PosixException;
import io.ipdk.nativeaccess.posix.UnixSocket;
import io.ipdk.virtio.VirtioFeature;
import io.ipdk.virtio.vhostuser.message.VhostUserMessage;
import io.ipdk.virtio.vhostuser.message.VhostUserRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/** A front end that says what a test tells it to say, right or wrong, and sees every byte that comes back. */
final class ScriptedFrontend implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    static final int REPLY_FLAGS = 5;

    final UnixSocket socket;
    private final VhostUserMessage message = new VhostUserMessage();

    private ScriptedFrontend(UnixSocket socket) {
        this.socket = socket;
        socket.setReceiveTimeout(TIMEOUT);
        socket.setSendTimeout(TIMEOUT);
    }

    static ScriptedFrontend connect(Path path) {
        return new ScriptedFrontend(UnixSocket.connect(path, TIMEOUT));
    }

    /** Connects and agrees on all protocol features, the bits in use being given. */
    static ScriptedFrontend negotiated(Path path, long features) {
        ScriptedFrontend frontend = connect(path);
        frontend.send(VhostUserRequest.SET_OWNER, none -> {});
        frontend.send(
                VhostUserRequest.SET_PROTOCOL_FEATURES,
                payload -> payload.addLong(frontend.getLong(VhostUserRequest.GET_PROTOCOL_FEATURES)));
        frontend.acknowledged(VhostUserRequest.SET_FEATURES, payload -> payload.addLong(features));
        return frontend;
    }

    static ScriptedFrontend negotiated(Path path) {
        return negotiated(path, VirtioFeature.VERSION_1 | VirtioFeature.PROTOCOL_FEATURES);
    }

    /** Sends a request that has no answer. */
    void send(VhostUserRequest request, Consumer<VhostUserMessage> payload, Fd... fds) {
        VhostUserMessage built = new VhostUserMessage().request(request.id());
        payload.accept(built);
        sendRaw(built, fds);
    }

    /** Sends a message as it is. */
    void sendRaw(VhostUserMessage built, Fd... fds) {
        socket.send(built.bytes(), 0, VhostUserMessage.HEADER_BYTES + built.payloadBytes(), fds);
    }

    /** Sends a request with need_reply and answers what the acknowledgement says. */
    long acknowledgement(VhostUserRequest request, Consumer<VhostUserMessage> payload, Fd... fds) {
        VhostUserMessage built = new VhostUserMessage().request(request.id()).needReply();
        payload.accept(built);
        sendRaw(built, fds);
        receiveReply(request.id(), Long.BYTES);
        return message.longAt(0);
    }

    /** Sends a request with need_reply that must be carried out. */
    void acknowledged(VhostUserRequest request, Consumer<VhostUserMessage> payload, Fd... fds) {
        assertThat(acknowledgement(request, payload, fds)).as(request.name()).isZero();
    }

    void ring(VhostUserRequest request, int index, int value) {
        acknowledged(request, payload -> payload.addInt(index).addInt(value));
    }

    long getLong(VhostUserRequest request) {
        send(request, none -> {});
        receiveReply(request.id(), Long.BYTES);
        return message.longAt(0);
    }

    /** GET_VRING_BASE. */
    int ringBase(int index) {
        send(VhostUserRequest.GET_VRING_BASE, payload -> payload.addInt(index).addInt(0));
        receiveReply(VhostUserRequest.GET_VRING_BASE.id(), Long.BYTES);
        assertThat(message.intAt(0)).isEqualTo(index);
        return message.intAt(Integer.BYTES);
    }

    void shareByTable(SharedMemory memory) {
        acknowledged(
                VhostUserRequest.SET_MEM_TABLE,
                payload -> memory.description().addTo(payload.addInt(1).addInt(0)),
                memory.file());
    }

    void addRegion(SharedMemory memory) {
        acknowledged(
                VhostUserRequest.ADD_MEM_REG, payload -> memory.description().addTo(payload.addLong(0)), memory.file());
    }

    /** Tells the back end everything about a ring except its kick. */
    void describe(FrontendQueue queue, int base) {
        ring(VhostUserRequest.SET_VRING_NUM, queue.index(), queue.driver().size());
        ring(VhostUserRequest.SET_VRING_BASE, queue.index(), base);
        acknowledged(
                VhostUserRequest.SET_VRING_ADDR, payload -> queue.addresses().addTo(payload, queue.index()));
        acknowledged(
                VhostUserRequest.SET_VRING_CALL,
                payload -> payload.addLong(queue.index()),
                queue.call().fd());
    }

    /** Starts a described ring. */
    void kick(FrontendQueue queue) {
        acknowledged(
                VhostUserRequest.SET_VRING_KICK,
                payload -> payload.addLong(queue.index()),
                queue.kick().fd());
    }

    /** Receives a reply, whose header must be as the protocol says; the message is valid until the next call. */
    VhostUserMessage receiveReply(int id, int payloadBytes) {
        byte[] raw = receiveBytes(VhostUserMessage.HEADER_BYTES + payloadBytes);
        System.arraycopy(raw, 0, message.bytes(), 0, raw.length);
        assertThat(message.id()).isEqualTo(id);
        assertThat(message.flags()).isEqualTo(REPLY_FLAGS);
        assertThat(message.payloadBytes()).isEqualTo(payloadBytes);
        return message;
    }

    /** Receives what one call gives, which must be exactly this many bytes. */
    byte[] receiveBytes(int count) {
        byte[] raw = new byte[VhostUserMessage.HEADER_BYTES + VhostUserMessage.MAX_PAYLOAD_BYTES];
        try (FdList fds = new FdList()) {
            assertThat(socket.receive(raw, 0, raw.length, fds)).isEqualTo(count);
            return raw.clone();
        }
    }

    /** Asserts that the back end ends the connection without a word. */
    void expectClosed() {
        try (FdList fds = new FdList()) {
            assertThat(socket.receive(new byte[64], 0, 64, fds)).isZero();
        } catch (PosixException e) {
            assertThat(e.errnoName()).isEqualTo("ECONNRESET");
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
