package io.ipdk.examples.p4switch;

import io.ipdk.error.InvalidSpecException;
import java.nio.file.Path;

/**
 * A port as the command line has it: {@code PORT@INTERFACE}, or {@code PORT@unix:OWN,PEER} for datagrams between two processes.
 *
 * @param number of the port in the P4 program
 * @param name of the interface, or the text behind the {@code @}
 */
record PortSpec(int number, String name) {
    private static final String UNIX = "unix:";
    private static final int MOST = 0xFFFF;

    static PortSpec parse(String text) {
        int at = text.indexOf('@');
        if (at < 1 || at == text.length() - 1) {
            throw new InvalidSpecException("interface", text, "PORT@INTERFACE or PORT@unix:OWN,PEER");
        }
        PortSpec spec = new PortSpec(number(text.substring(0, at)), text.substring(at + 1));
        if (spec.isUnix() && spec.name.indexOf(',') < UNIX.length() + 1) {
            throw new InvalidSpecException(
                    "interface", text, "PORT@unix:OWN,PEER, where OWN is made here and PEER by the other process");
        }
        return spec;
    }

    private static int number(String text) {
        try {
            int number = Integer.parseInt(text);
            if (number >= 0 && number <= MOST) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Refused below, with what is allowed.
        }
        throw new InvalidSpecException("port number", text, "0 to " + MOST);
    }

    boolean isUnix() {
        return name.startsWith(UNIX);
    }

    Path own() {
        return Path.of(name.substring(UNIX.length(), name.indexOf(',')));
    }

    Path peer() {
        return Path.of(name.substring(name.indexOf(',') + 1));
    }

    /** What capture files of this port are called by: the interface, or the file of the socket. */
    String fileName() {
        return isUnix() ? String.valueOf(own().getFileName()) : name;
    }

    @Override
    public String toString() {
        return number + "@" + name;
    }
}
