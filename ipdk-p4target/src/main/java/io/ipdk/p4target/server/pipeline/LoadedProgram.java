package io.ipdk.p4target.server.pipeline;

import io.ipdk.p4target.device.DeviceProgram;
import org.p4.v1.ForwardingPipelineConfig;

/** A program that the device can run, and the configuration that it came from. Immutable. */
record LoadedProgram(ForwardingPipelineConfig config, DeviceProgram program) {}
