package io.ipdk.softipu.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ipdk.error.CapacityException;
import io.ipdk.error.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The numbers that ports have in the pipeline, on disk: {@code pipeline-ports.json}.
 *
 * <p>A name keeps its number after the port was unplugged, so that entries that a controller has written for it never come
 * to mean another port. Only when all numbers are given away does a new name get that of the name that was numbered first
 * among those without a port.
 *
 * <p>Thread-safe.
 */
public final class PortNumbers {
    /** The lowest number; P4Runtime keeps 0 for itself. */
    static final int FIRST = 1;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FORMAT = 1;

    private final Path file;
    private final int last;
    private final int reserved;
    private final Map<String, Integer> numbers = new LinkedHashMap<>();
    private final Set<String> served = new HashSet<>();

    private PortNumbers(Path file, int last, int reserved) {
        this.file = file;
        this.last = last;
        this.reserved = reserved;
    }

    /**
     * Reads the numbers given so far.
     *
     * @param last the highest number of a port
     * @param reserved a number that no port gets: the CPU port's
     * @throws StorageException the file is there and cannot be read
     */
    public static PortNumbers of(StateDirectory state, int last, int reserved) {
        PortNumbers all = new PortNumbers(state.path().resolve("pipeline-ports.json"), last, reserved);
        try {
            if (Files.exists(all.file)) {
                all.read(JSON.readTree(Files.readAllBytes(all.file)));
            }
            return all;
        } catch (IOException e) {
            throw new StorageException(
                    "port numbers " + all.file + " cannot be read (" + e + ")",
                    "restore the file, or delete it and let controllers write their entries anew",
                    e);
        }
    }

    private void read(JsonNode root) throws IOException {
        if (root.path("format").asInt() != FORMAT || !root.path("ports").isObject()) {
            throw new IOException("format " + root.path("format") + ", expected " + FORMAT);
        }
        root.path("ports").properties().forEach(port -> {
            int number = port.getValue().asInt();
            if (isPossible(number) && !numbers.containsValue(number)) {
                numbers.put(port.getKey(), number);
            }
        });
    }

    private boolean isPossible(int number) {
        return number >= FIRST && number <= last && number != reserved;
    }

    /**
     * The number of a port that is about to be served, on disk when this returns.
     *
     * @throws CapacityException all numbers belong to ports that are plugged
     * @throws io.ipdk.error.IpdkException it cannot be written down
     */
    public synchronized int assign(String port) {
        Integer known = numbers.get(port);
        if (known == null) {
            Map<String, Integer> before = new LinkedHashMap<>(numbers);
            int number = free();
            numbers.put(port, number);
            try {
                write();
            } catch (RuntimeException e) {
                numbers.clear();
                numbers.putAll(before);
                throw e;
            }
            known = number;
        }
        served.add(port);
        return known;
    }

    private int free() {
        Set<Integer> taken = new HashSet<>(numbers.values());
        for (int number = FIRST; number <= last; number++) {
            if (isPossible(number) && !taken.contains(number)) {
                return number;
            }
        }
        Map.Entry<String, Integer> gone = numbers.entrySet().stream()
                .filter(port -> !served.contains(port.getKey()))
                .findFirst()
                .orElseThrow(() -> new CapacityException(
                        "all " + numbers.size() + " port numbers of the pipeline are in use", "unplug a port"));
        int number = gone.getValue();
        numbers.remove(gone.getKey());
        return number;
    }

    /** Notes that a port is not served any more; its name keeps the number. */
    public synchronized void release(String port) {
        served.remove(port);
    }

    /** The number of a name, if it has one. */
    public synchronized OptionalInt find(String port) {
        Integer number = numbers.get(port);
        return number == null ? OptionalInt.empty() : OptionalInt.of(number);
    }

    private void write() {
        ObjectNode root = JSON.createObjectNode();
        root.put("format", FORMAT);
        ObjectNode ports = root.putObject("ports");
        numbers.forEach(ports::put);
        try {
            DurableFiles.write(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(root));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("numbers by name are always JSON", e);
        }
    }
}
