package io.ipdk.p4runtime;

import io.grpc.CallCredentials;
import io.grpc.Channel;
import io.grpc.ClientInterceptor;
import io.ipdk.error.InvalidSpecException;
import io.ipdk.p4runtime.channel.ChannelSpec;
import io.ipdk.p4runtime.channel.TlsSpec;
import io.ipdk.p4runtime.metric.P4RuntimeMetrics;
import io.ipdk.p4runtime.session.BackOff;
import io.ipdk.p4runtime.session.ElectionId;
import io.ipdk.p4runtime.session.Role;
import io.ipdk.p4runtime.session.SessionSpec;
import io.ipdk.p4runtime.session.TakeOver;
import io.ipdk.p4runtime.stream.StreamQueues;
import io.ipdk.p4runtime.write.WriteLimits;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a client is to be. Immutable.
 *
 * @param channel how the target is reached
 * @param ownChannel used instead of a channel made from {@code channel}, and not closed by the client; null = none
 * @param session who this client is among the others
 * @param deadline of every call but Read and the stream; a Read may be silent for as long
 * @param writes batches and how many at once
 * @param queues what may wait for slow handlers
 * @param metrics where is counted
 * @param checkConstraints whether entries are checked against the program's constraints before they are sent
 * @param anyVersion whether to try targets that speak no 1.x of P4Runtime
 */
public record P4RuntimeSpec(
        ChannelSpec channel,
        @Nullable Channel ownChannel,
        SessionSpec session,
        Duration deadline,
        WriteLimits writes,
        StreamQueues queues,
        P4RuntimeMetrics metrics,
        boolean checkConstraints,
        boolean anyVersion) {

    public P4RuntimeSpec {
        Objects.requireNonNull(channel, "channel");
        Objects.requireNonNull(session, "session");
        Objects.requireNonNull(writes, "writes");
        Objects.requireNonNull(queues, "queues");
        Objects.requireNonNull(metrics, "metrics");
        if (deadline.isNegative() || deadline.isZero()) {
            throw new InvalidSpecException("deadline", deadline, "more than zero");
        }
    }

    /** A spec made by the given steps. */
    public static P4RuntimeSpec of(String target, Consumer<? super Builder> steps) {
        Builder builder = new Builder(target);
        steps.accept(builder);
        return builder.build();
    }

    /** Makes a spec step by step. Confined to one thread (the caller's). */
    public static final class Builder {
        private ChannelSpec channel;
        private @Nullable Channel ownChannel;
        private long deviceId = 1;
        private @Nullable ElectionId electionId;
        private Role role = Role.DEFAULT;
        private TakeOver takeOver = TakeOver.never();
        private Duration answerWithin = Duration.ofSeconds(5);
        private Duration connectWithin = Duration.ofSeconds(5);
        private boolean reconnect = true;
        private BackOff backOff = BackOff.defaults();
        private int outboundCapacity = 4_096;
        private Duration deadline = Duration.ofSeconds(30);
        private WriteLimits writes = WriteLimits.defaults();
        private StreamQueues queues = StreamQueues.defaults();
        private P4RuntimeMetrics metrics = P4RuntimeMetrics.none();
        private boolean checkConstraints = true;
        private boolean anyVersion;

        Builder(String target) {
            channel = ChannelSpec.to(target);
        }

        /** 1 unless given; never 0. */
        public Builder deviceId(long id) {
            deviceId = id;
            return this;
        }

        /** Unset unless given: then the client reads, and never becomes primary. */
        public Builder electionId(long id) {
            return electionId(ElectionId.of(id));
        }

        public Builder electionId(ElectionId id) {
            electionId = id;
            return this;
        }

        public Builder role(String name) {
            return role(Role.named(name));
        }

        public Builder role(Role part) {
            role = part;
            return this;
        }

        /** A backup takes over when the primary is gone; without this it stays backup. */
        public Builder takeOver() {
            return takeOver(TakeOver.outrank());
        }

        public Builder takeOver(TakeOver policy) {
            takeOver = policy;
            return this;
        }

        public Builder tls(TlsSpec spec) {
            channel = channel.tls(spec);
            return this;
        }

        public Builder credentials(CallCredentials perCall) {
            channel = channel.credentials(perCall);
            return this;
        }

        /** Sends a token with each call; it is asked for each time. */
        public Builder bearerToken(Supplier<String> token) {
            channel = channel.bearerToken(token);
            return this;
        }

        public Builder intercept(ClientInterceptor interceptor) {
            channel = channel.intercept(interceptor);
            return this;
        }

        /** Limits, keep-alive and whatever else a channel has. */
        public Builder channel(UnaryOperator<ChannelSpec> change) {
            channel = change.apply(channel);
            return this;
        }

        /** Uses a channel of the caller's, who closes it. Address, TLS and limits are the channel's own then. */
        public Builder ownChannel(Channel ready) {
            ownChannel = ready;
            return this;
        }

        /** How long a target may take to answer an arbitration, or to end the stream of a client that closes; 5 s unless given. */
        public Builder answerWithin(Duration patience) {
            answerWithin = patience;
            return this;
        }

        /** How long the first connection may take, with all its attempts; 5 s unless given. */
        public Builder connectWithin(Duration patience) {
            connectWithin = patience;
            return this;
        }

        /** A lost connection is the end. */
        public Builder noReconnect() {
            reconnect = false;
            return this;
        }

        public Builder backOff(BackOff waits) {
            backOff = waits;
            return this;
        }

        /** Packet-outs that may wait for a slow connection. */
        public Builder outboundCapacity(int messages) {
            outboundCapacity = messages;
            return this;
        }

        /** 30 s unless given. */
        public Builder deadline(Duration perCall) {
            deadline = perCall;
            return this;
        }

        public Builder writes(UnaryOperator<WriteLimits> change) {
            writes = change.apply(writes);
            return this;
        }

        public Builder queues(StreamQueues sizes) {
            queues = sizes;
            return this;
        }

        public Builder metrics(P4RuntimeMetrics counter) {
            metrics = counter;
            return this;
        }

        /** Leaves the program's constraints on entries to the target. */
        public Builder ignoreConstraints() {
            checkConstraints = false;
            return this;
        }

        /** Tries targets of any version. */
        public Builder anyVersion() {
            anyVersion = true;
            return this;
        }

        P4RuntimeSpec build() {
            return new P4RuntimeSpec(
                    channel,
                    ownChannel,
                    new SessionSpec(
                            deviceId,
                            Optional.ofNullable(electionId),
                            role,
                            takeOver,
                            answerWithin,
                            connectWithin,
                            reconnect,
                            backOff,
                            outboundCapacity),
                    deadline,
                    writes,
                    queues,
                    metrics,
                    checkConstraints,
                    anyVersion);
        }
    }
}
