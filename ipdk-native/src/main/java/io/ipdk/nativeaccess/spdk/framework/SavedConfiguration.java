package io.ipdk.nativeaccess.spdk.framework;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ipdk.error.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The calls that bring an SPDK to where another one was, in the form of {@code rpc.py save_config}. It may hold keys in
 * clear: it shows nothing of them and writes files that only their owner reads.
 *
 * <p>Immutable.
 */
public final class SavedConfiguration {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<Step> steps;

    record Step(String subsystem, String method, JsonNode parameters) {}

    SavedConfiguration(List<Step> steps) {
        this.steps = List.copyOf(steps);
    }

    List<Step> steps() {
        return steps;
    }

    static void addTo(List<Step> steps, String subsystem, JsonNode calls) {
        for (JsonNode call : calls) {
            steps.add(new Step(subsystem, call.required("method").asText(), call.path("params")));
        }
    }

    /** How many calls it holds. */
    public int size() {
        return steps.size();
    }

    /** The methods it calls, in order. */
    public List<String> methods() {
        return steps.stream().map(Step::method).toList();
    }

    /**
     * Reads a file.
     *
     * @throws StorageException if it cannot be read, or is no configuration of SPDK
     */
    public static SavedConfiguration read(Path file) {
        try {
            List<Step> steps = new ArrayList<>();
            for (JsonNode subsystem : JSON.readTree(Files.readAllBytes(file)).required("subsystems")) {
                addTo(steps, subsystem.required("subsystem").asText(), subsystem.path("config"));
            }
            return new SavedConfiguration(steps);
        } catch (IOException | IllegalArgumentException e) {
            throw new StorageException(file + " cannot be read as a configuration of SPDK", "save it anew", e);
        }
    }

    /** Writes a file that only its owner may read, in place of one that is there. */
    public void write(Path file) {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.deleteIfExists(fresh);
            Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(fresh, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(json()));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new StorageException(file + " cannot be written", "see whether its directory is writable", e);
        }
    }

    private ObjectNode json() {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ArrayNode subsystems = root.putArray("subsystems");
        String last = "";
        ArrayNode calls = subsystems.arrayNode();
        for (Step step : steps) {
            if (!step.subsystem.equals(last)) {
                last = step.subsystem;
                calls = subsystems.addObject().put("subsystem", last).putArray("config");
            }
            ObjectNode call = calls.addObject().put("method", step.method);
            if (step.parameters.isObject()) {
                call.setAll(Map.of("params", step.parameters));
            }
        }
        return root;
    }

    /** How many calls; no parameters, for some of them are keys. */
    @Override
    public String toString() {
        return "SavedConfiguration[" + steps.size() + " calls]";
    }
}
