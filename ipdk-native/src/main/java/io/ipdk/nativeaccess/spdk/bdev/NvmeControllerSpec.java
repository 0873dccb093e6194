package io.ipdk.nativeaccess.spdk.bdev;

import io.ipdk.nativeaccess.spdk.rpc.RpcRequest;
import io.ipdk.unit.PciAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An NVMe controller to attach.
 *
 * <p>Immutable.
 *
 * @param name what its block devices are named after: {@code name} and {@code n1}, {@code n2} …
 * @param transport {@code PCIe}, {@code TCP}, {@code RDMA} or {@code VFIOUSER}
 * @param address a PCI address, an IP address, or a socket's directory
 * @param port the service over a network, null elsewhere
 * @param subsystem the NQN over a fabric, null for a local controller
 */
public record NvmeControllerSpec(
        String name,
        String transport,
        String address,
        @Nullable String port,
        @Nullable String subsystem) {

    public NvmeControllerSpec {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(transport, "transport");
        Objects.requireNonNull(address, "address");
    }

    /** A controller of this machine. */
    public static NvmeControllerSpec pci(String name, PciAddress address) {
        return new NvmeControllerSpec(name, "PCIe", address.toString(), null, null);
    }

    /** A controller over TCP and IPv4. */
    public static NvmeControllerSpec tcp(String name, String address, int port, String subsystem) {
        return new NvmeControllerSpec(name, "TCP", address, String.valueOf(port), subsystem);
    }

    RpcRequest request() {
        return RpcRequest.of("bdev_nvme_attach_controller")
                .with("name", name)
                .with("trtype", transport)
                .with("traddr", address)
                .maybe("adrfam", port == null ? null : address.indexOf(':') < 0 ? "IPv4" : "IPv6")
                .maybe("trsvcid", port)
                .maybe("subnqn", subsystem);
    }
}
