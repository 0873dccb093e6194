package io.ipdk.examples.p4switch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Two network namespaces, each with one end of a veth pair whose other end is an interface of the machine: hosts at a switch.
 * Confined to one thread.
 */
final class Namespaces implements AutoCloseable {
    private static final String NAME = "ipdk" + ProcessHandle.current().pid() % 100_000;

    /** A host has the address 10.{number}.0.5 and the gateway 10.{number}.0.1. */
    Namespaces() throws Exception {
        try {
            for (int host = 1; host <= 2; host++) {
                String inside = name(host);
                ip("netns add " + inside);
                ip("link add " + port(host) + " type veth peer name eth0 netns " + inside);
                ip("-n " + inside + " link set eth0 address 02:aa:00:00:00:0" + host + " up");
                ip("-n " + inside + " address add 10." + host + ".0.5/24 dev eth0");
                ip("-n " + inside + " route add default via 10." + host + ".0.1");
                ip("link set " + port(host) + " up");
            }
        } catch (Exception e) {
            close();
            throw e;
        }
    }

    /** The machine's interface at a host. */
    String port(int host) {
        return NAME + "p" + host;
    }

    private static String name(int host) {
        return NAME + "h" + host;
    }

    /** Starts a program of busybox at a host. */
    Process busybox(int host, String... command) throws IOException {
        return new ProcessBuilder(
                        Stream.concat(Stream.of("ip", "netns", "exec", name(host), "busybox"), Stream.of(command))
                                .toList())
                .redirectErrorStream(true)
                .start();
    }

    /** Takes a host's end of the cable down or up. */
    void setLink(int host, boolean up) throws Exception {
        ip("-n " + name(host) + " link set eth0 " + (up ? "up" : "down"));
    }

    private static void ip(String arguments) throws Exception {
        run(Stream.concat(Stream.of("ip"), Stream.of(arguments.split(" ", -1))).toList());
    }

    private static void run(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(20, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IllegalStateException(command + ": " + said);
        }
    }

    @Override
    public void close() throws IOException {
        for (int host = 1; host <= 2; host++) {
            // The pair goes with the namespace that one of its ends is in.
            new ProcessBuilder("ip", "netns", "del", name(host))
                    .start()
                    .onExit()
                    .join();
        }
    }
}
