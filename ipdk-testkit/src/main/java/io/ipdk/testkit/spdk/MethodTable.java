package io.ipdk.testkit.spdk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** The methods a double knows, and what parameters each takes. Confined to the double's lock. */
final class MethodTable {

    /** Carries a call out. */
    interface Handler {
        JsonNode call(JsonNode parameters) throws RpcFault;
    }

    private record Parameter(char type, boolean required) {
        boolean takes(JsonNode value) {
            return switch (type) {
                case 's' -> value.isTextual();
                case 'b' -> value.isBoolean();
                case 'o' -> value.isObject();
                case 'a' -> value.isArray();
                default -> value.isIntegralNumber() && value.canConvertToLong() && value.asLong() >= 0;
            };
        }
    }

    private record Method(Map<String, Parameter> parameters, boolean beforeInit, boolean afterInit, Handler handler) {}

    private final Map<String, Method> methods = new TreeMap<>();

    /**
     * Adds a method of the phase after initialisation.
     *
     * @param parameters their names with their types, {@code :s} text, {@code :i} number, {@code :b} truth value, {@code :o}
     *     object, {@code :a} list, and {@code *} for those that are required; separated by spaces
     */
    void add(String name, String parameters, Handler handler) {
        methods.put(name, new Method(parse(parameters), false, true, handler));
    }

    /** Adds a method of both phases. */
    void addAlways(String name, String parameters, Handler handler) {
        methods.put(name, new Method(parse(parameters), true, true, handler));
    }

    /** Adds a method of the phase before initialisation. */
    void addBeforeInit(String name, String parameters, Handler handler) {
        methods.put(name, new Method(parse(parameters), true, false, handler));
    }

    private static Map<String, Parameter> parse(String text) {
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        for (String word : text.isBlank() ? new String[0] : text.strip().split("\\s+")) {
            boolean required = word.endsWith("*");
            int colon = word.indexOf(':');
            parameters.put(word.substring(0, colon), new Parameter(word.charAt(colon + 1), required));
        }
        return parameters;
    }

    ArrayNode names(boolean currentOnly, boolean initialised) {
        ArrayNode names = JsonNodeFactory.instance.arrayNode();
        methods.forEach((name, method) -> {
            if (!currentOnly || (initialised ? method.afterInit : method.beforeInit)) {
                names.add(name);
            }
        });
        return names;
    }

    JsonNode call(String name, JsonNode parameters, boolean initialised) throws RpcFault {
        Method method = methods.get(name);
        if (method == null) {
            throw new RpcFault(RpcFault.METHOD_NOT_FOUND, "Method not found");
        }
        if (!(initialised ? method.afterInit : method.beforeInit)) {
            throw new RpcFault(
                    RpcFault.INVALID_STATE,
                    initialised
                            ? "Method may only be called before framework is initialized. Use --wait-for-rpc command line"
                                    + " parameter and then issue this RPC before the framework_start_init RPC."
                            : "Method may only be called after framework is initialized using framework_start_init RPC.");
        }
        check(name, method, parameters);
        return method.handler.call(parameters);
    }

    private static void check(String name, Method method, JsonNode parameters) throws RpcFault {
        if (method.parameters.isEmpty()) {
            if (!parameters.isMissingNode()) {
                throw RpcFault.parameters("'" + name + "' requires no arguments");
            }
            return;
        }
        for (Map.Entry<String, JsonNode> given : parameters.properties()) {
            Parameter known = method.parameters.get(given.getKey());
            if (known == null || !known.takes(given.getValue())) {
                throw RpcFault.decode();
            }
        }
        for (Map.Entry<String, Parameter> wanted : method.parameters.entrySet()) {
            if (wanted.getValue().required && !parameters.has(wanted.getKey())) {
                throw RpcFault.decode();
            }
        }
    }
}
