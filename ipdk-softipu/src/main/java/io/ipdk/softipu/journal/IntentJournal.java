package io.ipdk.softipu.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ipdk.device.DeviceKind;
import io.ipdk.error.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The intents of one IPU on disk: {@code intents/port-web0.plugged} and the like.
 *
 * <p>Thread-safe for different devices; the calls for one device follow each other.
 */
public final class IntentJournal {

    private static final Logger LOG = LoggerFactory.getLogger(IntentJournal.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FORMAT = 1;

    private final Path directory;

    /**
     * Opens the journal in a state directory.
     *
     * @throws StorageException the directory cannot be made
     */
    public IntentJournal(StateDirectory state) {
        this.directory = state.path().resolve("intents");
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new StorageException(
                    "journal " + directory + " cannot be created (" + e + ")", "make the state directory writable", e);
        }
    }

    /** Writes a new intent, or a new version of one in its phase. */
    public void write(Intent intent) {
        ObjectNode root = JSON.createObjectNode();
        root.put("format", FORMAT);
        root.put("version", intent.version());
        root.set("spec", intent.spec());
        try {
            DurableFiles.write(
                    file(intent.kind(), intent.name(), intent.phase()),
                    JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(root));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an intent is always JSON", e);
        }
    }

    /** Records that an intent has got from one phase to another; needs no room on the disk. */
    public void advance(DeviceKind kind, String name, IntentPhase from, IntentPhase to) {
        DurableFiles.rename(file(kind, name, from), file(kind, name, to));
    }

    /** Forgets an intent. */
    public void remove(DeviceKind kind, String name) {
        for (IntentPhase phase : IntentPhase.values()) {
            DurableFiles.delete(file(kind, name, phase));
        }
    }

    /**
     * All intents, as after a restart. A file that cannot be read is reported in the log, kept, and left out.
     *
     * @throws StorageException the directory cannot be read
     */
    public List<Intent> read() {
        List<Intent> intents = new ArrayList<>();
        for (DeviceKind kind : DeviceKind.values()) {
            for (IntentPhase phase : IntentPhase.values()) {
                for (Path file : files(prefix(kind), phase.extension())) {
                    readOne(kind, phase, file, intents);
                }
            }
        }
        files("", DurableFiles.UNFINISHED).forEach(DurableFiles::delete);
        return intents;
    }

    private void readOne(DeviceKind kind, IntentPhase phase, Path file, List<Intent> intents) {
        String fileName = file.getFileName().toString();
        String name = fileName.substring(
                prefix(kind).length(), fileName.length() - phase.extension().length());
        try {
            JsonNode root = JSON.readTree(Files.readAllBytes(file));
            if (root.path("format").asInt() != FORMAT || !root.path("spec").isObject()) {
                throw new IOException("format " + root.path("format") + ", expected " + FORMAT);
            }
            intents.add(new Intent(kind, name, root.path("version").asLong(1), phase, root.path("spec")));
        } catch (IOException e) {
            LOG.error("intent {} cannot be read and is left alone: {}", file, e.toString());
        }
    }

    private List<Path> files(String prefix, String suffix) {
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(file -> {
                        String name = file.getFileName().toString();
                        return name.startsWith(prefix) && name.endsWith(suffix);
                    })
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new StorageException("journal " + directory + " cannot be read (" + e + ")", "", e);
        }
    }

    private Path file(DeviceKind kind, String name, IntentPhase phase) {
        return directory.resolve(prefix(kind) + name + phase.extension());
    }

    private static String prefix(DeviceKind kind) {
        return kind.name().toLowerCase(Locale.ROOT) + "-";
    }
}
