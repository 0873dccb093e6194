package io.ipdk.testkit.guest;

import io.ipdk.testkit.peer.Peer;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;

/**
 * What a guest boots: a kernel, a first root file system and a command line. The file system holds busybox, the modules
 * for virtio devices and an agent that runs commands for {@link Guest#run}.
 *
 * <p>Immutable.
 *
 * @param kernel a bzImage
 * @param initrd a gzip'd cpio archive
 * @param commandLine the kernel's
 */
public record GuestImage(Path kernel, Path initrd, String commandLine) {

    /** Console on the first serial port; whatever panics restarts, so that a reset by the guest is seen. */
    static final String COMMAND_LINE = "console=ttyS0 panic=1 random.trust_cpu=on";

    private static final List<String> MODULES = List.of("virtio_pci", "virtio_net", "virtio_blk");
    private static final String KERNEL_PREFIX = "vmlinuz-";

    /**
     * Makes the standard image of this machine's cloud kernel and static busybox.
     *
     * @param directory where the initrd is written
     * @throws GuestException where a part is missing or cannot be read; says how to get it
     */
    public static GuestImage build(Path directory) {
        return build(directory, List.of(), Map.of());
    }

    /**
     * As {@link #build(Path)}, with more in it.
     *
     * @param modules further kernel modules by name, loaded at boot after those of virtio
     * @param files further files by their path in the guest, such as {@code /etc/motd}
     */
    public static GuestImage build(Path directory, List<String> modules, Map<String, byte[]> files) {
        Path kernel = path(Peer.CLOUD_KERNEL);
        if (!Files.isReadable(kernel)) {
            throw new GuestException(
                    "the kernel " + kernel + " cannot be read by this user", "sudo chmod a+r " + kernel);
        }
        String version = kernel.getFileName().toString().substring(KERNEL_PREFIX.length());
        List<String> names = new ArrayList<>(MODULES);
        names.addAll(modules);
        List<Path> load = KernelModules.read(Path.of("/lib/modules", version)).inLoadOrder(names);
        Path initrd = directory.resolve("initrd.gz");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(initrd));
                CpioArchive archive = new CpioArchive(new FastGzip(out))) {
            write(archive, load, new TreeMap<>(files));
        } catch (IOException e) {
            throw new GuestException("the guest's file system cannot be written to " + initrd, "", e);
        }
        return new GuestImage(kernel, initrd, COMMAND_LINE);
    }

    private static void write(CpioArchive archive, List<Path> modules, Map<String, byte[]> files) throws IOException {
        archive.file("bin/busybox", Files.readAllBytes(path(Peer.BUSYBOX)), true);
        for (String directory : List.of("dev", "proc", "sys", "run", "tmp", "mnt", "etc", "root")) {
            archive.directory(directory);
        }
        StringBuilder order = new StringBuilder();
        for (Path module : modules) {
            String place = "lib/modules/" + module.getFileName();
            archive.file(place, Files.readAllBytes(module), false);
            order.append('/').append(place).append('\n');
        }
        archive.file("etc/modules", order.toString().getBytes(StandardCharsets.UTF_8), false);
        archive.file("init", resource("init"), true);
        archive.file("bin/ipdk-agent", resource("agent"), true);
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            archive.file(file.getKey().replaceFirst("^/+", ""), file.getValue(), false);
        }
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = GuestImage.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("the resource " + name + " is missing from the class path");
            }
            return in.readAllBytes();
        }
    }

    private static Path path(Peer peer) {
        try {
            return peer.path();
        } catch (IllegalStateException e) {
            throw new GuestException(
                    "a guest cannot be made: " + e.getMessage(), "install it with: " + peer.installCommand(), e);
        }
    }

    /** Guests are made more often than they are kept: time counts, size does not. */
    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(OutputStream out) throws IOException {
            super(out, 1 << 16);
            def.setLevel(1);
        }
    }
}
