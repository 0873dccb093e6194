package io.ipdk.p4runtime.pipeline;

import com.google.protobuf.ByteString;
import io.ipdk.p4runtime.info.P4Info;
import java.util.Optional;
import java.util.OptionalLong;
import org.p4.v1.ForwardingPipelineConfig;

/**
 * The pipeline that a target has, as far as it was asked for. Immutable.
 *
 * @param info empty = not asked for
 * @param deviceConfig empty = not asked for, or not given
 * @param cookie empty = whoever sent the pipeline gave none, or the target keeps none
 */
public record PipelineInfo(Optional<P4Info> info, Optional<ByteString> deviceConfig, OptionalLong cookie) {
    static PipelineInfo of(ForwardingPipelineConfig config) {
        return new PipelineInfo(
                config.hasP4Info() ? Optional.of(P4Info.of(config.getP4Info())) : Optional.empty(),
                config.getP4DeviceConfig().isEmpty() ? Optional.empty() : Optional.of(config.getP4DeviceConfig()),
                config.hasCookie() ? OptionalLong.of(config.getCookie().getCookie()) : OptionalLong.empty());
    }
}
