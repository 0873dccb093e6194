package io.ipdk.nativeaccess.spdk.nvmf;

import io.ipdk.nativeaccess.spdk.rpc.RpcRequest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A subsystem to make.
 *
 * <p>Immutable.
 *
 * @param nqn its name, such as {@code nqn.2024-01.io.example:disk1}
 * @param serial up to 20 characters; null leaves it to SPDK
 * @param model up to 40 characters; null leaves it to SPDK
 * @param anyHost whether hosts need not be added one by one
 * @param maxNamespaces 0 leaves it to SPDK
 */
public record NvmfSubsystemSpec(
        String nqn, @Nullable String serial, @Nullable String model, boolean anyHost, int maxNamespaces) {

    public NvmfSubsystemSpec {
        Objects.requireNonNull(nqn, "nqn");
    }

    /** A subsystem that only hosts which are added may attach to. */
    public static NvmfSubsystemSpec of(String nqn) {
        return new NvmfSubsystemSpec(nqn, null, null, false, 0);
    }

    public NvmfSubsystemSpec withSerial(String value) {
        return new NvmfSubsystemSpec(nqn, value, model, anyHost, maxNamespaces);
    }

    public NvmfSubsystemSpec withAnyHost(boolean value) {
        return new NvmfSubsystemSpec(nqn, serial, model, value, maxNamespaces);
    }

    RpcRequest request() {
        return RpcRequest.of("nvmf_create_subsystem")
                .with("nqn", nqn)
                .maybe("serial_number", serial)
                .maybe("model_number", model)
                .maybe("allow_any_host", anyHost ? true : null)
                .maybe("max_namespaces", maxNamespaces == 0 ? null : maxNamespaces);
    }
}
