package io.ipdk.p4runtime.session;

import io.ipdk.p4runtime.flow.BoundedPublisher;
import io.ipdk.p4runtime.metric.P4RuntimeMetrics;
import io.ipdk.p4runtime.rpc.P4RuntimeRpc;
import java.util.concurrent.ScheduledExecutorService;

/**
 * What a session runs on. Immutable.
 *
 * @param loop one thread, the session's own: every decision is made there
 */
public record SessionRuntime(
        P4RuntimeRpc rpc,
        ScheduledExecutorService loop,
        BoundedPublisher<SessionEvent> events,
        P4RuntimeMetrics metrics) {}
