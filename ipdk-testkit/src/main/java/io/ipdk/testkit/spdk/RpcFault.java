package io.ipdk.testkit.spdk;

/** What SPDK answers instead of a result. */
final class RpcFault extends Exception {
    private static final long serialVersionUID = 1L;

    static final int INVALID_PARAMETERS = -32602;
    static final int INTERNAL = -32603;
    static final int METHOD_NOT_FOUND = -32601;
    static final int INVALID_STATE = -1;

    private final int code;

    RpcFault(int code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    int code() {
        return code;
    }

    static RpcFault noDevice() {
        return new RpcFault(-19, "No such device");
    }

    static RpcFault invalidArgument() {
        return new RpcFault(-22, "Invalid argument");
    }

    /** What most decoders of parameters answer, whatever is wrong with them. */
    static RpcFault decode() {
        return new RpcFault(INTERNAL, "spdk_json_decode_object failed");
    }

    static RpcFault parameters(String message) {
        return new RpcFault(INVALID_PARAMETERS, message);
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
