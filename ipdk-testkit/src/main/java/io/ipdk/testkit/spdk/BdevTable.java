package io.ipdk.testkit.spdk;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** The block devices of the double, and what happened to them. Confined to the double's lock. */
final class BdevTable {
    private static final int MOST_EVENTS = 1024;

    private record Event(long id, String type, String subject) {}

    private final Map<String, Bdev> bdevs = new LinkedHashMap<>();
    private final List<Event> events = new ArrayList<>();
    private final List<Consumer<Bdev>> removals = new ArrayList<>();
    private final List<Consumer<Bdev>> resizes = new ArrayList<>();
    private long nextEvent;

    /** Has a part of the double hear of devices that go. */
    void onRemoval(Consumer<Bdev> listener) {
        removals.add(listener);
    }

    /** Has a part of the double hear of devices that change their size. */
    void onResize(Consumer<Bdev> listener) {
        resizes.add(listener);
    }

    Collection<Bdev> all() {
        return bdevs.values();
    }

    Bdev find(String name) throws RpcFault {
        for (Bdev bdev : bdevs.values()) {
            if (bdev.isCalled(name)) {
                return bdev;
            }
        }
        throw RpcFault.noDevice();
    }

    Bdev find(String name, String product) throws RpcFault {
        Bdev bdev = find(name);
        if (!bdev.product.equals(product)) {
            throw RpcFault.noDevice();
        }
        return bdev;
    }

    void requireFree(String name) throws RpcFault {
        if (bdevs.containsKey(name)) {
            throw new RpcFault(-17, "File exists");
        }
    }

    void register(Bdev bdev) throws RpcFault {
        requireFree(bdev.name);
        bdevs.put(bdev.name, bdev);
        event("bdev_register", bdev);
    }

    /** Takes a device out, with those on top of it. */
    void remove(Bdev bdev) {
        List.copyOf(bdevs.values()).stream()
                .filter(top -> Objects.equals(top.base, bdev.name))
                .forEach(this::remove);
        bdevs.remove(bdev.name);
        removals.forEach(listener -> listener.accept(bdev));
        event("bdev_unregister", bdev);
    }

    void resized(Bdev bdev) {
        event("bdev_resize", bdev);
        resizes.forEach(listener -> listener.accept(bdev));
    }

    private void event(String type, Bdev bdev) {
        events.add(new Event(nextEvent++, type, bdev.name));
        if (events.size() > MOST_EVENTS) {
            events.remove(0);
        }
    }

    ArrayNode events(long from, long most) {
        ArrayNode found = JsonNodeFactory.instance.arrayNode();
        for (Event event : events) {
            if (event.id >= from && found.size() < most) {
                found.addObject()
                        .put("type", event.type)
                        .put("ctx", event.subject)
                        .put("id", event.id);
            }
        }
        return found;
    }

    /** Forgets everything, as a process does that ends. */
    void clear() {
        bdevs.clear();
        events.clear();
        nextEvent = 0;
    }
}
