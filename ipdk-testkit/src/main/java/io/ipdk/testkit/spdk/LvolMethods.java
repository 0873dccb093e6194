package io.ipdk.testkit.spdk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import io.ipdk.testkit.spdk.LvolStore.Volume;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Stores and volumes. Confined to the double's lock. */
final class LvolMethods {
    private static final long CLUSTER_BYTES = 4 << 20;
    private static final String LVOL = "Logical Volume";

    private final BdevTable bdevs;
    private final Images images;
    private final boolean sizeInMib;

    /** The stores that are loaded, by name. */
    private final Map<String, LvolStore> stores = new LinkedHashMap<>();

    /** What lies in files, by file: it is found again when the file becomes a block device again. */
    private final Map<Path, LvolStore> onDisk = new LinkedHashMap<>();

    LvolMethods(BdevTable bdevs, Images images, boolean sizeInMib) {
        this.bdevs = bdevs;
        this.images = images;
        this.sizeInMib = sizeInMib;
        bdevs.onRemoval(this::unload);
    }

    void addTo(MethodTable table) {
        String size = sizeInMib ? " size_in_mib:i*" : " size:i*";
        table.add(
                "bdev_lvol_create_lvstore",
                "bdev_name:s* lvs_name:s* cluster_sz:i clear_method:s num_md_pages_per_cluster_ratio:i md_page_size:i",
                this::createStore);
        table.add("bdev_lvol_get_lvstores", "uuid:s lvs_name:s", this::listStores);
        table.add("bdev_lvol_rename_lvstore", "old_name:s* new_name:s*", this::renameStore);
        table.add("bdev_lvol_grow_lvstore", "uuid:s lvs_name:s", p -> done(store(p)));
        table.add("bdev_lvol_delete_lvstore", "uuid:s lvs_name:s", this::deleteStore);
        table.add(
                "bdev_lvol_create",
                "lvol_name:s* thin_provision:b uuid:s lvs_name:s clear_method:s" + size,
                this::create);
        table.add("bdev_lvol_get_lvols", "lvs_uuid:s lvs_name:s", p -> store(p).volumesJson());
        table.add("bdev_lvol_resize", "name:s*" + size, this::resize);
        table.add("bdev_lvol_snapshot", "lvol_name:s* snapshot_name:s* xattrs:o", this::snapshot);
        table.add("bdev_lvol_clone", "snapshot_name:s* clone_name:s*", this::cloneSnapshot);
        table.add("bdev_lvol_inflate", "name:s*", this::standAlone);
        table.add("bdev_lvol_decouple_parent", "name:s*", this::standAlone);
        table.add("bdev_lvol_set_read_only", "name:s*", this::setReadOnly);
        table.add("bdev_lvol_rename", "old_name:s* new_name:s*", this::rename);
        table.add("bdev_lvol_delete", "name:s*", this::delete);
    }

    private static JsonNode done(Object ignored) {
        return BooleanNode.TRUE;
    }

    /** Looks whether there is a store on a new block device. */
    void examine(Bdev bdev) {
        Path file = bdev.image;
        LvolStore old = file == null ? null : onDisk.get(file);
        if (old == null) {
            return;
        }
        LvolStore store = new LvolStore(bdev, old.name, old.clusterBytes);
        bdev.claimed = true;
        stores.put(store.name, store);
        for (Volume volume : old.volumes.values()) {
            volume.bdev.forgetLimits();
            store.volumes.put(volume.name, volume);
            register(volume);
        }
        onDisk.put(file, store);
    }

    private void register(Volume volume) {
        try {
            bdevs.register(volume.bdev);
        } catch (RpcFault taken) {
            throw new IllegalStateException("UUIDs are not used twice", taken);
        }
    }

    private void unload(Bdev base) {
        stores.values().stream().filter(store -> store.base == base).toList().forEach(store -> {
            stores.remove(store.name);
            List.copyOf(store.volumes.values()).forEach(volume -> bdevs.remove(volume.bdev));
        });
    }

    private LvolStore store(JsonNode parameters) throws RpcFault {
        String name = parameters.path("lvs_name").asText();
        LvolStore store = stores.get(name);
        if (store == null) {
            throw RpcFault.noDevice();
        }
        return store;
    }

    private record Place(LvolStore store, Volume volume) {}

    private Place place(String name) throws RpcFault {
        Bdev bdev = bdevs.find(name, LVOL);
        for (LvolStore store : stores.values()) {
            for (Volume volume : store.volumes.values()) {
                if (volume.bdev == bdev) {
                    return new Place(store, volume);
                }
            }
        }
        throw RpcFault.noDevice();
    }

    private JsonNode createStore(JsonNode parameters) throws RpcFault {
        Bdev base = bdevs.find(parameters.get("bdev_name").asText());
        String name = parameters.get("lvs_name").asText();
        Path file = base.image;
        long cluster = parameters.path("cluster_sz").asLong(CLUSTER_BYTES);
        if (file == null || base.claimed || stores.containsKey(name) || cluster % base.blockSize != 0) {
            // A device that does not keep what is written to it cannot hold a store.
            throw RpcFault.parameters("Invalid argument");
        }
        LvolStore store = new LvolStore(base, name, cluster);
        base.claimed = true;
        stores.put(name, store);
        onDisk.put(file, store);
        return TextNode.valueOf(store.uuid);
    }

    private JsonNode listStores(JsonNode parameters) throws RpcFault {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        if (parameters.has("lvs_name")) {
            return list.add(store(parameters).json());
        }
        stores.values().forEach(store -> list.add(store.json()));
        return list;
    }

    private JsonNode renameStore(JsonNode parameters) throws RpcFault {
        LvolStore store = stores.remove(parameters.get("old_name").asText());
        if (store == null) {
            throw RpcFault.noDevice();
        }
        store.name = parameters.get("new_name").asText();
        stores.put(store.name, store);
        store.volumes.values().forEach(volume -> volume.bdev.alias = store.name + "/" + volume.name);
        return BooleanNode.TRUE;
    }

    private JsonNode deleteStore(JsonNode parameters) throws RpcFault {
        LvolStore store = store(parameters);
        unload(store.base);
        onDisk.values().remove(store);
        store.base.claimed = false;
        return BooleanNode.TRUE;
    }

    private JsonNode create(JsonNode parameters) throws RpcFault {
        LvolStore store = store(parameters);
        boolean thin = parameters.path("thin_provision").asBoolean();
        long bytes = bytes(store, parameters);
        if (!thin && bytes / store.clusterBytes > store.freeClusters()) {
            throw RpcFault.parameters("No space left on device");
        }
        return add(store, parameters.get("lvol_name").asText(), bytes, thin, null, null);
    }

    private JsonNode add(
            LvolStore store, String name, long bytes, boolean thin, @Nullable Path content, @Nullable Volume parent)
            throws RpcFault {
        if (store.volumes.containsKey(name)) {
            throw RpcFault.parameters("File exists");
        }
        String uuid = UUID.randomUUID().toString();
        Bdev bdev = new Bdev(uuid, LVOL, store.base.blockSize, bytes / store.base.blockSize);
        bdev.alias = store.name + "/" + name;
        bdev.image = content == null ? images.fresh(uuid, bytes) : images.copy(content, uuid);
        Volume volume = new Volume(bdev, name, thin);
        volume.parent = parent;
        store.volumes.put(name, volume);
        bdevs.register(bdev);
        return TextNode.valueOf(uuid);
    }

    /** Whole clusters. */
    private long bytes(LvolStore store, JsonNode parameters) throws RpcFault {
        long asked = sizeInMib
                ? parameters.get("size_in_mib").asLong() << 20
                : parameters.get("size").asLong();
        if (asked == 0) {
            throw RpcFault.parameters("Invalid argument");
        }
        return (asked + store.clusterBytes - 1) / store.clusterBytes * store.clusterBytes;
    }

    private JsonNode resize(JsonNode parameters) throws RpcFault {
        Place place = place(parameters.get("name").asText());
        Bdev bdev = place.volume.bdev;
        long bytes = bytes(place.store, parameters);
        if (bdev.image != null) {
            images.resize(bdev.image, bytes);
        }
        bdev.blocks = bytes / bdev.blockSize;
        bdevs.resized(bdev);
        return BooleanNode.TRUE;
    }

    private JsonNode snapshot(JsonNode parameters) throws RpcFault {
        Place place = place(parameters.get("lvol_name").asText());
        String name = parameters.get("snapshot_name").asText();
        Bdev bdev = place.volume.bdev;
        JsonNode uuid = add(place.store, name, bdev.bytes(), true, bdev.image, place.volume.parent);
        Volume made = place.store.volumes.get(name);
        if (made != null) {
            made.snapshot = true;
            made.readOnly = true;
            place.volume.parent = made;
        }
        return uuid;
    }

    private JsonNode cloneSnapshot(JsonNode parameters) throws RpcFault {
        Place place = place(parameters.get("snapshot_name").asText());
        if (!place.volume.readOnly) {
            throw RpcFault.parameters("Invalid argument");
        }
        Bdev bdev = place.volume.bdev;
        return add(place.store, parameters.get("clone_name").asText(), bdev.bytes(), true, bdev.image, place.volume);
    }

    private JsonNode standAlone(JsonNode parameters) throws RpcFault {
        place(parameters.get("name").asText()).volume.parent = null;
        return BooleanNode.TRUE;
    }

    private JsonNode setReadOnly(JsonNode parameters) throws RpcFault {
        place(parameters.get("name").asText()).volume.readOnly = true;
        return BooleanNode.TRUE;
    }

    private JsonNode rename(JsonNode parameters) throws RpcFault {
        Place place = place(parameters.get("old_name").asText());
        String name = parameters.get("new_name").asText();
        if (place.store.volumes.containsKey(name)) {
            throw RpcFault.parameters("File exists");
        }
        place.store.volumes.remove(place.volume.name);
        place.volume.name = name;
        place.volume.bdev.alias = place.store.name + "/" + name;
        place.store.volumes.put(name, place.volume);
        return BooleanNode.TRUE;
    }

    private JsonNode delete(JsonNode parameters) throws RpcFault {
        Place place = place(parameters.get("name").asText());
        if (place.store.hasSeveralClones(place.volume)) {
            throw new RpcFault(RpcFault.INTERNAL, "Operation not permitted");
        }
        place.store.volumes.remove(place.volume.name);
        bdevs.remove(place.volume.bdev);
        if (place.volume.bdev.image != null) {
            images.delete(place.volume.bdev.image);
        }
        return BooleanNode.TRUE;
    }

    /** Forgets what is loaded, as a process does that ends; what lies in files stays. */
    void clear() {
        stores.clear();
    }
}
