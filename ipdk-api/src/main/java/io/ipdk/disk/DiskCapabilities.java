package io.ipdk.disk;

import java.util.Set;

/**
 * What disks this IPU can plug.
 *
 * <p>Immutable.
 *
 * @param maxQueues largest {@code queues}
 * @param logicalBlockSizes what a spec may ask for, bytes
 * @param backends simple names of the {@link DiskBackend} kinds
 * @param limits names of the {@link DiskLimits} components that are enforced
 * @param liveFields spec fields that change while the disk is plugged
 */
public record DiskCapabilities(
        int maxQueues,
        Set<Integer> logicalBlockSizes,
        Set<String> backends,
        Set<String> limits,
        Set<String> liveFields) {

    public DiskCapabilities {
        logicalBlockSizes = Set.copyOf(logicalBlockSizes);
        backends = Set.copyOf(backends);
        limits = Set.copyOf(limits);
        liveFields = Set.copyOf(liveFields);
    }
}
