package io.ipdk.p4target.device;

/**
 * What a device has done with packets since it was made, whatever programs it ran.
 *
 * <p>Immutable.
 *
 * @param drops packets that programs dropped
 * @param overflows copies dropped because one packet had made too many
 * @param packetIns packets that left through the CPU port
 * @param packetOuts packets that controllers sent
 */
public record DeviceCounters(long drops, long overflows, long packetIns, long packetOuts) {}
