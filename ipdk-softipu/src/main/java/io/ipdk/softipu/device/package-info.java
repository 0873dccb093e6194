/**
 * The life of a device, the same for every kind: intent, back end, bus, observation, and the way back. What a kind does
 * differently is behind {@link io.ipdk.softipu.device.DeviceService} and {@link io.ipdk.softipu.device.ServedDevice}.
 */
@NullMarked
package io.ipdk.softipu.device;

import org.jspecify.annotations.NullMarked;
