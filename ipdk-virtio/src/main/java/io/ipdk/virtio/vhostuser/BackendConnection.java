package io.ipdk.virtio.vhostuser;

import io.ipdk.nativeaccess.posix.Fd;
import io.ipdk.nativeaccess.posix.PosixException;
import io.ipdk.nativeaccess.posix.UnixSocket;
import io.ipdk.virtio.DisconnectCause;
import io.ipdk.virtio.FrontendHandle;
import io.ipdk.virtio.VirtioDevice;
import io.ipdk.virtio.vhostuser.message.MessageRules;
import io.ipdk.virtio.vhostuser.message.ProtocolViolation;
import io.ipdk.virtio.vhostuser.message.ProtocolViolationException;
import io.ipdk.virtio.vhostuser.message.VhostUserChannel;
import io.ipdk.virtio.vhostuser.message.VhostUserMessage;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One front end being served, from connect to disconnect.
 *
 * <p>The methods of {@link FrontendHandle} and {@link #end} are thread-safe; the rest is confined to the control thread.
 */
final class BackendConnection implements FrontendHandle {
    private final VirtioDevice device;
    private final ServerCounters counters;
    private final Runnable wakeControl;
    private final VhostUserChannel channel;
    private final FrontendChannel frontend = new FrontendChannel();
    private final VhostUserBackend backend;
    private final VhostUserMessage message = new VhostUserMessage();
    private final VhostUserMessage answer = new VhostUserMessage();
    private final AtomicReference<@Nullable Ending> ending = new AtomicReference<>();

    /**
     * @param wakeControl makes the control thread look at {@link #isOver}
     */
    BackendConnection(
            UnixSocket socket,
            VirtioDevice device,
            VhostUserOptions options,
            ServerCounters counters,
            Runnable wakeControl) {
        this.device = device;
        this.counters = counters;
        this.wakeControl = wakeControl;
        this.channel = new VhostUserChannel(socket, options.messageTimeout());
        this.backend = new VhostUserBackend(device, options.maxMemoryBytes(), frontend);
    }

    /** The descriptor that becomes readable when {@link #serveOne} has something to do. */
    Fd fd() {
        return channel.fd();
    }

    boolean isOver() {
        return ending.get() != null;
    }

    /** Ends the connection, unless it has ended already. */
    void end(DisconnectCause cause, String reason) {
        if (ending.compareAndSet(null, new Ending(cause, reason))) {
            wakeControl.run();
        }
    }

    /** Introduces the front end to the device. */
    void begin() {
        guard(() -> device.connected(this));
    }

    /** Receives a request, carries it out and answers it; whatever goes wrong ends the connection. */
    void serveOne() {
        try {
            if (!channel.receive(message, MessageRules::checkHeader)) {
                end(DisconnectCause.FRONTEND_CLOSED, "the front end closed the connection");
                return;
            }
            counters.message();
            guard(() -> {
                if (!backend.handle(message, answer)) {
                    answer.request(0);
                }
                counters.unsealedRegions(backend.unsealedRegions());
            });
            // Before the answer: once that is out, the front end may look for what it has passed.
            message.fds().close();
            if (!isOver() && answer.id() != 0) {
                channel.send(answer, answer.attached());
            }
        } catch (ProtocolViolationException e) {
            violated(e);
        } catch (PosixException e) {
            boolean gone = e.errnoName().equals("ECONNRESET") || e.errnoName().equals("EPIPE");
            end(gone ? DisconnectCause.FRONTEND_CLOSED : DisconnectCause.SOCKET_FAILED, String.valueOf(e.getMessage()));
        } finally {
            message.fds().close();
            answer.closeAttached();
        }
    }

    private void violated(ProtocolViolationException e) {
        counters.violation(e.violation());
        boolean late = e.violation() == ProtocolViolation.MESSAGE_TIMEOUT;
        end(late ? DisconnectCause.TIMEOUT : DisconnectCause.PROTOCOL_VIOLATION, String.valueOf(e.getMessage()));
    }

    /** Runs what belongs to the device; a device that fails loses its front end, not the control thread. */
    private void guard(Runnable work) {
        try {
            work.run();
        } catch (ProtocolViolationException e) {
            violated(e);
        } catch (InternalError e) {
            fault(e);
        } catch (RuntimeException e) {
            counters.deviceFailure(e);
            end(DisconnectCause.DEVICE_FAILED, e.toString());
        }
    }

    /** Ends the connection over what the JVM throws for an access to memory behind the end of its file. */
    void fault(InternalError error) {
        if (!memoryFault(error)) {
            end(DisconnectCause.DEVICE_FAILED, error.toString());
        }
    }

    /** Puts the device back into the state of one without a front end, and tells it why. */
    void release() {
        Ending end = Objects.requireNonNull(ending.get(), "still connected");
        frontend.close();
        guard(backend::close);
        channel.close();
        counters.unsealedRegions(0);
        counters.disconnected(end);
        guard(() -> device.disconnected(end.cause(), end.reason()));
    }

    @Override
    public boolean configChanged() {
        return frontend.configChanged();
    }

    @Override
    public boolean memoryFault(Throwable fault) {
        if (!backend.isMemoryTruncated()) {
            return false;
        }
        end(DisconnectCause.MEMORY_FAULT, "the front end cut its memory short under the device: " + fault);
        return true;
    }

    @Override
    public void disconnect(String reason) {
        end(DisconnectCause.DEVICE_REQUEST, reason);
    }
}
