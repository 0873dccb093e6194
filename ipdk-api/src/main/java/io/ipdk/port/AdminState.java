package io.ipdk.port;

/** Whether the operator wants a port to carry frames. The host sees DOWN as a link without carrier. */
public enum AdminState {
    UP,
    DOWN
}
