package io.ipdk.virtio.vhostuser;

import io.ipdk.virtio.VirtioDevice;
import io.ipdk.virtio.vhostuser.message.VhostUserMessage;
import io.ipdk.virtio.vhostuser.message.VhostUserRequest;

/**
 * The requests that a device answers itself: configuration space, status, MTU, announcement.
 *
 * <p>Confined to the control thread.
 */
final class DeviceRequests {
    private static final int CONFIG_DATA_AT = 12;
    private static final int STATUS_MASK = 0xff;
    private static final int MIN_MTU = 68;
    private static final int MAX_MTU = 65535;
    private static final int MAC_BYTES = 6;

    private final VirtioDevice device;
    private int status;

    DeviceRequests(VirtioDevice device) {
        this.device = device;
    }

    /** Carries out one request; false if the device refuses it. */
    boolean carryOut(VhostUserRequest request, VhostUserMessage message, VhostUserMessage answer) {
        return switch (request) {
            case GET_CONFIG -> {
                readConfig(message, answer);
                yield true;
            }
            case SET_CONFIG -> writeConfig(message);
            case GET_STATUS -> {
                answer.addLong(status);
                yield true;
            }
            case SET_STATUS -> {
                setStatus((int) message.longAt(0) & STATUS_MASK);
                yield true;
            }
            case NET_SET_MTU -> setMtu(message.longAt(0));
            case SEND_RARP -> {
                device.rarp(mac(message.longAt(0)));
                yield true;
            }
            default -> throw new IllegalArgumentException(request + " is not for the device");
        };
    }

    /** RESET_DEVICE. */
    void reset() {
        setStatus(0);
    }

    // A driver newer than the device asks for fields the device does not have: they read as zero.
    private void readConfig(VhostUserMessage message, VhostUserMessage answer) {
        int offset = message.intAt(0);
        int length = message.intAt(4);
        answer.addInt(offset).addInt(length).addInt(message.intAt(8));
        int target = answer.addSpace(length);
        int present = Math.min(length, device.configSize() - offset);
        if (present > 0) {
            device.readConfig(offset, answer.bytes(), target, present);
        }
    }

    private boolean writeConfig(VhostUserMessage message) {
        int offset = message.intAt(0);
        int length = message.intAt(4);
        return length <= device.configSize() - offset
                && device.writeConfig(offset, message.bytes(), VhostUserMessage.HEADER_BYTES + CONFIG_DATA_AT, length);
    }

    // Status 0 stops no ring: QEMU sends it first when it stops a device, and asks for the rings' positions afterwards.
    private void setStatus(int value) {
        status = value;
        device.statusChanged(value);
    }

    private boolean setMtu(long mtu) {
        return mtu >= MIN_MTU && mtu <= MAX_MTU && device.setMtu((int) mtu);
    }

    /** The payload's first byte in memory is the address's first byte on the wire. */
    private static long mac(long payload) {
        return Long.reverseBytes(payload) >>> (Long.SIZE - MAC_BYTES * Byte.SIZE);
    }
}
