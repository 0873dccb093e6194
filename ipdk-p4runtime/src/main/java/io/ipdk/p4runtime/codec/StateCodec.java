package io.ipdk.p4runtime.codec;

import io.ipdk.p4runtime.entity.DigestConfig;
import io.ipdk.p4runtime.entity.EntityRule;
import io.ipdk.p4runtime.entity.ExternEntry;
import io.ipdk.p4runtime.entity.InvalidEntityException;
import io.ipdk.p4runtime.info.ExternInfo;
import io.ipdk.p4runtime.info.P4Info;
import java.time.Duration;
import org.p4.v1.DigestEntry;
import org.p4.v1.Entity;

/** Configurations of digests, and the state of externs. */
final class StateCodec {
    private final P4Info info;

    StateCodec(P4Info info) {
        this.info = info;
    }

    DigestEntry encode(DigestConfig config) {
        DigestEntry.Builder builder = DigestEntry.newBuilder();
        String entity = "digest " + config.digest();
        if (!config.digest().isEmpty()) {
            builder.setDigestId(info.digest(config.digest()).id());
        }
        if (config.maxListSize() < 0) {
            throw new InvalidEntityException(
                    EntityRule.OUT_OF_RANGE, entity, "max list size", config.maxListSize(), "0 (no limit) or more");
        }
        DigestEntry.Config message = DigestEntry.Config.newBuilder()
                .setMaxTimeoutNs(nanos(config.maxTimeout(), entity, "max timeout"))
                .setMaxListSize(config.maxListSize())
                .setAckTimeoutNs(nanos(config.ackTimeout(), entity, "ack timeout"))
                .build();
        if (!message.equals(DigestEntry.Config.getDefaultInstance())) {
            builder.setConfig(message);
        }
        return builder.build();
    }

    /** The same message with its configuration there, even if that is all zero. */
    static Entity withConfig(Entity message) {
        DigestEntry digest = message.getDigestEntry();
        return message.toBuilder()
                .setDigestEntry(digest.toBuilder().setConfig(digest.getConfig()))
                .build();
    }

    DigestConfig decode(DigestEntry message) {
        DigestEntry.Config config = message.getConfig();
        return new DigestConfig(
                info.digest(message.getDigestId()).name(),
                Duration.ofNanos(config.getMaxTimeoutNs()),
                config.getMaxListSize(),
                Duration.ofNanos(config.getAckTimeoutNs()));
    }

    org.p4.v1.ExternEntry encode(ExternEntry entry) {
        org.p4.v1.ExternEntry.Builder builder = org.p4.v1.ExternEntry.newBuilder();
        if (!entry.name().isEmpty()) {
            ExternInfo instance = info.extern(entry.name());
            builder.setExternTypeId(instance.typeId()).setExternId(instance.id());
        }
        if (!entry.entry().equals(com.google.protobuf.Any.getDefaultInstance())) {
            builder.setEntry(entry.entry());
        }
        return builder.build();
    }

    ExternEntry decode(org.p4.v1.ExternEntry message) {
        return new ExternEntry(info.extern(message.getExternId()).name(), message.getEntry());
    }

    private static long nanos(Duration duration, String entity, String field) {
        if (duration.isNegative() || duration.toSeconds() >= Long.MAX_VALUE / 1_000_000_000L) {
            throw new InvalidEntityException(EntityRule.OUT_OF_RANGE, entity, field, duration, "zero to 292 years");
        }
        return duration.toNanos();
    }
}
