package io.ipdk.softipu.bus;

import io.ipdk.HostInfo;
import io.ipdk.error.InvalidSpecException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The hosts of one IPU, each with its bus.
 *
 * <p>Immutable; the buses are thread-safe.
 */
public final class HostBuses implements AutoCloseable {

    private final TreeMap<String, HostBus> buses;

    /**
     * Takes the hosts.
     *
     * @param buses by the host's name, at least one
     */
    public HostBuses(Map<String, HostBus> buses) {
        this.buses = new TreeMap<>(buses);
    }

    /**
     * The bus of a host.
     *
     * @param host a name, or empty for the only host
     * @throws InvalidSpecException no such host, or empty where there are several
     */
    public HostBus bus(String host) {
        HostBus bus = host.isEmpty() && buses.size() == 1 ? buses.firstEntry().getValue() : buses.get(host);
        if (bus == null) {
            throw new InvalidSpecException("host", "'" + host + "'", "one of " + buses.keySet());
        }
        return bus;
    }

    /** All buses, by the host's name. */
    public Map<String, HostBus> all() {
        return Map.copyOf(buses);
    }

    /** What each host is and what room it has, by name. */
    public List<HostInfo> hosts() {
        return buses.entrySet().stream()
                .map(entry -> hostInfo(entry.getKey(), entry.getValue().info()))
                .toList();
    }

    private static HostInfo hostInfo(String name, BusInfo info) {
        boolean bounded = info.slots() != BusInfo.UNLIMITED;
        return new HostInfo(
                name,
                info.kind(),
                info.reachable(),
                bounded ? info.slots() : 0,
                bounded ? info.freeSlots() : 0,
                bounded);
    }

    @Override
    public void close() {
        buses.values().forEach(HostBus::close);
    }
}
