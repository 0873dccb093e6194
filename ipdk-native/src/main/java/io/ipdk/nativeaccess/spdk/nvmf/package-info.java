/** NVMe over fabrics: subsystems that others attach to, over TCP, RDMA, or vfio-user for virtual machines. */
@NullMarked
package io.ipdk.nativeaccess.spdk.nvmf;

import org.jspecify.annotations.NullMarked;
