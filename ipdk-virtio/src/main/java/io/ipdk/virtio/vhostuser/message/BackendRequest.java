package io.ipdk.virtio.vhostuser.message;

/** Numbers of the requests that a back end sends to its front end on the second socket. Immutable. */
public final class BackendRequest {
    /** The configuration space has changed; no payload. */
    public static final int CONFIG_CHANGE = 2;

    private BackendRequest() {}
}
