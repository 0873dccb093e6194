package io.ipdk.nativeaccess.dpdk.port;

import io.ipdk.error.ClosedException;
import io.ipdk.error.NotFoundException;
import io.ipdk.nativeaccess.dpdk.Eal;
import io.ipdk.nativeaccess.dpdk.Lcore;
import io.ipdk.nativeaccess.dpdk.internal.CText;
import io.ipdk.nativeaccess.dpdk.internal.EalContext;
import io.ipdk.nativeaccess.dpdk.internal.EalLibrary;
import io.ipdk.nativeaccess.dpdk.internal.EthdevLibrary;
import io.ipdk.unit.MacAddress;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One of DPDK's Ethernet ports. It is configured, started, polled through its queues, stopped, and closed.
 *
 * <p>Thread-safe; {@link RxQueue} and {@link TxQueue} are not.
 */
public final class EthPort implements AutoCloseable {
    private final EalContext context;
    private final String name;
    private final short number;
    private final PortQueries queries;
    private final PolledQueues polled = new PolledQueues();
    private @Nullable EthPortSpec spec;
    private boolean started;
    private boolean closed;

    private EthPort(Eal eal, String name, short number) {
        this.context = eal.context();
        this.name = name;
        this.number = number;
        this.queries = new PortQueries(context, name, number);
    }

    /**
     * Finds the port of a device that is there: from {@link Eal#plug}, an option, or hardware.
     *
     * @throws NotFoundException if there is no port of that name
     */
    public static EthPort named(Eal eal, String name) {
        int number = PortQueries.numberOf(eal.context(), name);
        if (number < 0) {
            throw new NotFoundException("there is no port named " + name, "plug its device first");
        }
        return new EthPort(eal, name, (short) number);
    }

    /** Makes a device without hardware and finds its port; see {@link Eal#plug}. */
    public static EthPort plug(Eal eal, String name, String parameters) {
        eal.plug(name, parameters);
        return named(eal, name);
    }

    public String name() {
        return name;
    }

    /** The number DPDK gave it. */
    public int number() {
        return number;
    }

    /** What the device can do. */
    public EthPortInfo info() {
        return queries.info();
    }

    /**
     * Sets the port up; it must not be running. Nothing is rounded: what the device cannot do is refused.
     *
     * @throws IllegalArgumentException if the device has not so many queues, or a queue cannot have so many descriptors
     */
    public synchronized void configure(EthPortSpec wanted) {
        requireOpen();
        if (started) {
            throw new IllegalStateException(this + " is running; stop it before it is configured");
        }
        PortSetup.run(context, this, info(), wanted);
        spec = wanted;
    }

    /** Starts the device. */
    public synchronized void start() {
        requireOpen();
        if (spec == null) {
            throw new IllegalStateException(this + " is not configured");
        }
        if (!started) {
            call("rte_eth_dev_start", "see the driver's words", () -> EthdevLibrary.rte_eth_dev_start(number));
            started = true;
        }
    }

    /**
     * Stops the device.
     *
     * @throws IllegalStateException if a queue is still open on a thread that lives: it would be called under way
     */
    public synchronized void stop() {
        if (started) {
            polled.requireNone(this);
            call("rte_eth_dev_stop", "", () -> EthdevLibrary.rte_eth_dev_stop(number));
            started = false;
        }
    }

    /**
     * A receive queue, for the calling lcore. The port must be running.
     *
     * @param lcore the calling thread's
     * @throws IllegalStateException if the port is not running or the queue is open already
     */
    public synchronized RxQueue rxQueue(int queue, Lcore lcore) {
        requirePollable(queue, spec == null ? 0 : spec.rxQueues(), "receive", lcore);
        return new RxQueue(this, polled.open("receive queue " + queue), queue, lcore, context);
    }

    /** A send queue, for the calling lcore; see {@link #rxQueue}. */
    public synchronized TxQueue txQueue(int queue, Lcore lcore) {
        requirePollable(queue, spec == null ? 0 : spec.txQueues(), "send", lcore);
        return new TxQueue(this, polled.open("send queue " + queue), queue, lcore, context);
    }

    private void requirePollable(int queue, int count, String kind, Lcore lcore) {
        requireOpen();
        lcore.requireHere();
        if (!started) {
            throw new IllegalStateException(this + " is not running; start it first");
        }
        if (queue < 0 || queue >= count) {
            throw new IllegalArgumentException(
                    kind + " queue " + queue + " of " + this + ": it was configured with " + count);
        }
    }

    /** The port's address. */
    public MacAddress macAddress() {
        return queries.macAddress();
    }

    /** The largest payload of a frame in bytes. */
    public int mtu() {
        return queries.mtu();
    }

    /**
     * Sets the largest payload of a frame in bytes.
     *
     * @throws IllegalArgumentException if it is not within what the device can do
     */
    public void setMtu(int bytes) {
        EthPortInfo info = info();
        if (bytes < info.minMtu() || bytes > info.maxMtu()) {
            throw new IllegalArgumentException("an MTU of " + bytes + " bytes: the range of " + this + " is "
                    + info.minMtu() + " to " + info.maxMtu());
        }
        call(
                "rte_eth_dev_set_mtu",
                "the driver may want the port stopped",
                () -> EthdevLibrary.rte_eth_dev_set_mtu(number, (short) bytes));
    }

    /** Whether frames to other addresses are received too. */
    public boolean isPromiscuous() {
        return call("rte_eth_promiscuous_get", "", () -> EthdevLibrary.rte_eth_promiscuous_get(number)) == 1;
    }

    public void setPromiscuous(boolean on) {
        call(
                on ? "rte_eth_promiscuous_enable" : "rte_eth_promiscuous_disable",
                "",
                () -> on
                        ? EthdevLibrary.rte_eth_promiscuous_enable(number)
                        : EthdevLibrary.rte_eth_promiscuous_disable(number));
    }

    /** Whether frames to all multicast addresses are received. */
    public boolean receivesAllMulticast() {
        return call("rte_eth_allmulticast_get", "", () -> EthdevLibrary.rte_eth_allmulticast_get(number)) == 1;
    }

    public void setReceivesAllMulticast(boolean on) {
        call(
                on ? "rte_eth_allmulticast_enable" : "rte_eth_allmulticast_disable",
                "",
                () -> on
                        ? EthdevLibrary.rte_eth_allmulticast_enable(number)
                        : EthdevLibrary.rte_eth_allmulticast_disable(number));
    }

    /** The link as it is now. */
    public EthLink link() {
        return queries.link();
    }

    /** Switches the link on or off, where the driver can. */
    public void setLinkUp(boolean up) {
        call(
                up ? "rte_eth_dev_set_link_up" : "rte_eth_dev_set_link_down",
                "",
                () -> up
                        ? EthdevLibrary.rte_eth_dev_set_link_up(number)
                        : EthdevLibrary.rte_eth_dev_set_link_down(number));
    }

    /** What the port has carried. */
    public EthStats stats() {
        return queries.stats();
    }

    /** Sets the counters of {@link #stats} and {@link #extendedStats} to zero. */
    public void resetStats() {
        call("rte_eth_stats_reset", "", () -> EthdevLibrary.rte_eth_stats_reset(number));
        call("rte_eth_xstats_reset", "", () -> EthdevLibrary.rte_eth_xstats_reset(number));
    }

    /** All counters of the driver by their names, in its order. */
    public Map<String, Long> extendedStats() {
        return queries.extendedStats();
    }

    /** What the device hashes now. */
    public RssSettings rss() {
        return new RssControl(context, this).settings();
    }

    /** Changes what the device hashes. */
    public void updateRss(RssSettings settings) {
        new RssControl(context, this).update(settings);
    }

    /** The queue for each value of the hash, modulo the length. */
    public int[] redirectionTable() {
        return new RssControl(context, this).table();
    }

    /** Sets the queue for each value of the hash; as long as the device's table. */
    public void updateRedirectionTable(int[] queues) {
        new RssControl(context, this).updateTable(queues);
    }

    /** For the packages beside this one. */
    public EalContext context() {
        return context;
    }

    private int call(String function, String advice, java.util.function.IntSupplier body) {
        return context.call(function, name, advice, body);
    }

    private void requireOpen() {
        if (closed) {
            throw new ClosedException(this + " is closed", "");
        }
    }

    /** Stops and closes the port and removes a device without hardware. Its mbufs go back to their pool. Idempotent. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        stop();
        closed = true;
        call("rte_eth_dev_close", "", () -> EthdevLibrary.rte_eth_dev_close(number));
        if (context.vdevs().remove(name)) {
            context.run(() -> EalLibrary.rte_eal_hotplug_remove(CText.of("vdev"), CText.of(name)));
        }
    }

    @Override
    public String toString() {
        return "port " + name;
    }
}
