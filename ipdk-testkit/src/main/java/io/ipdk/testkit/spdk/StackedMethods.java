package io.ipdk.testkit.spdk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Block devices on top of others: slow, failing, encrypted; and the keys. Confined to the double's lock. */
final class StackedMethods {
    private static final String DELAY = "delay";
    private static final String ERROR = "Error Injection Disk";
    private static final String CRYPTO = "crypto";
    private static final Set<Integer> KEY_DIGITS = Set.of(32, 64);
    private static final Set<String> CIPHERS = Set.of("AES_CBC", "AES_XTS");

    private final BdevTable bdevs;
    private final boolean crypto;
    private final Map<String, JsonNode> keys = new LinkedHashMap<>();

    StackedMethods(BdevTable bdevs, boolean crypto) {
        this.bdevs = bdevs;
        this.crypto = crypto;
    }

    void addTo(MethodTable table) {
        table.add(
                "bdev_delay_create",
                "base_bdev_name:s* name:s* avg_read_latency:i* p99_read_latency:i* avg_write_latency:i*"
                        + " p99_write_latency:i* uuid:s",
                p -> TextNode.valueOf(
                        stack(p.get("base_bdev_name").asText(), p.get("name").asText(), DELAY, "bdev_delay_create")));
        table.add("bdev_delay_delete", "name:s*", p -> delete(p, DELAY));
        table.add("bdev_error_create", "base_name:s* uuid:s", this::createError);
        table.add(
                "bdev_error_inject_error",
                "name:s* io_type:s* error_type:s* num:i queue_depth:i corrupt_offset:i corrupt_value:i",
                this::inject);
        table.add("bdev_error_delete", "name:s*", p -> delete(p, ERROR));
        table.add("accel_crypto_key_create", "name:s* cipher:s* key:s* key2:s tweak_mode:s", this::createKey);
        table.add("accel_crypto_keys_get", "key_name:s", p -> listKeys());
        table.add("accel_crypto_key_destroy", "key_name:s*", this::destroyKey);
        if (crypto) {
            table.add("bdev_crypto_create", "base_bdev_name:s* name:s* key_name:s*", this::createCrypto);
            table.add("bdev_crypto_delete", "name:s*", p -> delete(p, CRYPTO));
        }
    }

    private String stack(String baseName, String name, String product, String method) throws RpcFault {
        Bdev base = bdevs.find(baseName);
        Bdev bdev = new Bdev(name, product, base.blockSize, base.blocks);
        bdev.base = base.name;
        bdev.image = base.image;
        bdev.createdBy = method;
        bdevs.register(bdev);
        base.claimed = true;
        return name;
    }

    private JsonNode createError(JsonNode parameters) throws RpcFault {
        String base = parameters.get("base_name").asText();
        stack(base, "EE_" + base, ERROR, "bdev_error_create");
        return BooleanNode.TRUE;
    }

    private JsonNode inject(JsonNode parameters) throws RpcFault {
        bdevs.find(parameters.get("name").asText(), ERROR);
        return BooleanNode.TRUE;
    }

    private JsonNode delete(JsonNode parameters, String product) throws RpcFault {
        Bdev bdev = bdevs.find(parameters.get("name").asText(), product);
        if (bdev.base != null) {
            bdevs.find(bdev.base).claimed = false;
        }
        bdevs.remove(bdev);
        return BooleanNode.TRUE;
    }

    private JsonNode createKey(JsonNode parameters) throws RpcFault {
        String name = parameters.get("name").asText();
        String key = parameters.get("key").asText();
        boolean xts = parameters.get("cipher").asText().equals("AES_XTS");
        if (keys.containsKey(name)) {
            throw new RpcFault(-17, "File exists");
        }
        if (!CIPHERS.contains(parameters.get("cipher").asText())
                || !KEY_DIGITS.contains(key.length())
                || !key.matches("[0-9a-fA-F]+")
                || (xts && parameters.path("key2").asText().length() != key.length())) {
            throw RpcFault.invalidArgument();
        }
        keys.put(name, parameters.deepCopy());
        return BooleanNode.TRUE;
    }

    /** In clear, as SPDK does. */
    private ArrayNode listKeys() {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        keys.values().forEach(list::add);
        return list;
    }

    private JsonNode destroyKey(JsonNode parameters) throws RpcFault {
        if (keys.remove(parameters.get("key_name").asText()) == null) {
            throw new RpcFault(-2, "No such file or directory");
        }
        return BooleanNode.TRUE;
    }

    private JsonNode createCrypto(JsonNode parameters) throws RpcFault {
        if (!keys.containsKey(parameters.get("key_name").asText())) {
            throw new RpcFault(-2, "No such file or directory");
        }
        return TextNode.valueOf(stack(
                parameters.get("base_bdev_name").asText(),
                parameters.get("name").asText(),
                CRYPTO,
                "bdev_crypto_create"));
    }

    /** Forgets the keys, as a process does that ends. */
    void clear() {
        keys.clear();
    }
}
