package io.ipdk.nativeaccess.dpdk.port;

import io.ipdk.nativeaccess.dpdk.internal.EalContext;
import io.ipdk.nativeaccess.dpdk.internal.EthdevLibrary;
import io.ipdk.nativeaccess.dpdk.internal.Scratch;
import io.ipdk.nativeaccess.dpdk.layout.EthConfLayout;
import io.ipdk.nativeaccess.dpdk.port.EthPortInfo.DescriptorLimits;
import io.ipdk.nativeaccess.memory.RawMemory;

/** Checks a spec against a device and hands it over. */
final class PortSetup {
    private static final int ANY_SOCKET = -1;
    private static final String ADVICE = "compare the spec with what the device can do";

    private PortSetup() {}

    static void run(EalContext context, EthPort port, EthPortInfo info, EthPortSpec spec) {
        requireFits(port, info, spec);
        short number = (short) port.number();
        int bytes = context.libraries().abi().ethConfBytes();
        try (Scratch conf = Scratch.allocate(bytes + RssControl.MAX_KEY)) {
            fill(conf.address(), conf.address() + bytes, spec);
            long pool = spec.pool().address();
            context.call(
                    "rte_eth_dev_configure",
                    port + ", " + spec,
                    ADVICE,
                    () -> EthdevLibrary.rte_eth_dev_configure(
                            number, (short) spec.rxQueues(), (short) spec.txQueues(), conf.address()));
            for (int i = 0; i < spec.rxQueues(); i++) {
                short queue = (short) i;
                context.call(
                        "rte_eth_rx_queue_setup",
                        port + ", queue " + i,
                        ADVICE,
                        () -> EthdevLibrary.rte_eth_rx_queue_setup(
                                number, queue, (short) spec.rxDescriptors(), ANY_SOCKET, 0, pool));
            }
            for (int i = 0; i < spec.txQueues(); i++) {
                short queue = (short) i;
                context.call(
                        "rte_eth_tx_queue_setup",
                        port + ", queue " + i,
                        ADVICE,
                        () -> EthdevLibrary.rte_eth_tx_queue_setup(
                                number, queue, (short) spec.txDescriptors(), ANY_SOCKET, 0));
            }
        }
    }

    private static void fill(long conf, long key, EthPortSpec spec) {
        RawMemory.putInt(conf + EthConfLayout.RX_MTU, spec.mtu());
        RawMemory.putLong(conf + EthConfLayout.RX_OFFLOADS, spec.rxOffloads());
        RawMemory.putLong(conf + EthConfLayout.TX_OFFLOADS, spec.txOffloads());
        spec.rss().ifPresent(rss -> {
            RawMemory.putInt(conf + EthConfLayout.RX_MODE, EthConfLayout.MODE_RSS);
            RssControl.fill(conf + EthConfLayout.RSS_CONF, key, rss);
        });
    }

    private static void requireFits(EthPort port, EthPortInfo info, EthPortSpec spec) {
        requireAtMost(port, "receive queues", spec.rxQueues(), info.maxRxQueues());
        requireAtMost(port, "send queues", spec.txQueues(), info.maxTxQueues());
        requireFits(port, "receive", spec.rxDescriptors(), info.rxDescriptors());
        requireFits(port, "send", spec.txDescriptors(), info.txDescriptors());
        if (spec.mtu() != 0 && (spec.mtu() < info.minMtu() || spec.mtu() > info.maxMtu())) {
            throw new IllegalArgumentException("an MTU of " + spec.mtu() + " bytes: the range of " + port + " is "
                    + info.minMtu() + " to " + info.maxMtu());
        }
    }

    private static void requireAtMost(EthPort port, String what, int wanted, int most) {
        if (wanted > most) {
            throw new IllegalArgumentException(wanted + " " + what + ": " + port + " has at most " + most);
        }
    }

    private static void requireFits(EthPort port, String kind, int wanted, DescriptorLimits limits) {
        int multiple = Math.max(1, limits.multipleOf());
        if (wanted < limits.least() || (limits.most() > 0 && wanted > limits.most()) || wanted % multiple != 0) {
            throw new IllegalArgumentException(wanted + " " + kind + " descriptors: " + port + " takes "
                    + limits.least() + " to " + limits.most() + " in multiples of " + multiple);
        }
    }
}
