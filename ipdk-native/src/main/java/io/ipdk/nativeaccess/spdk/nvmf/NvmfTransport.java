package io.ipdk.nativeaccess.spdk.nvmf;

/** How hosts reach a subsystem. Immutable. */
public enum NvmfTransport {
    /** TCP. */
    TCP,
    /** RDMA. */
    RDMA,
    /** A virtual machine on this machine sees an NVMe controller on its PCI bus. */
    VFIOUSER
}
