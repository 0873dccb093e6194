package io.ipdk.virtio.vhostuser;

import io.ipdk.virtio.DisconnectCause;

/** How a connection ended. Immutable. */
record Ending(DisconnectCause cause, String reason) {}
