package io.ipdk.examples.p4;

import io.ipdk.error.InvalidSpecException;
import io.ipdk.p4runtime.P4RuntimeClient;
import io.ipdk.p4runtime.entity.PacketOut;
import io.ipdk.p4runtime.flow.Subscription;
import io.ipdk.p4runtime.stream.StreamFailure;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "send", description = "Sends a packet out.", mixinStandardHelpOptions = true)
final class SendCommand extends P4Command {
    @Parameters(index = "0", paramLabel = "HEX", description = "the packet's bytes")
    private String bytes = "";

    @Parameters(index = "1..*", paramLabel = "FIELD=VALUE", description = "metadata, such as egress_port=1")
    private List<String> metadata = List.of();

    SendCommand(P4Session session) {
        super(session);
    }

    @Override
    void run() {
        PacketOut packet = PacketOut.of(payload());
        for (String word : metadata) {
            if (!Words.isPair(word)) {
                throw new InvalidSpecException("metadata", word, "FIELD=VALUE");
            }
            packet = packet.set(Words.name(word), Words.value(word));
        }
        P4RuntimeClient client = session.client();
        Queue<StreamFailure> failures = new ConcurrentLinkedQueue<>();
        Subscription errors = client.notices().onStreamError(failures::add);
        try {
            client.packets().send(packet);
            // Sending is not answered. A call behind it on the same connection is, and by then the packet is through.
            client.pipeline().cookie();
        } finally {
            errors.close();
        }
        StreamFailure failure = failures.poll();
        if (failure != null) {
            throw new InvalidSpecException("packet", failure, "what the target can send");
        }
        session.output().done("sent " + packet.payload().size() + " bytes");
    }

    private byte[] payload() {
        try {
            return HexFormat.of().parseHex(bytes.replace(":", ""));
        } catch (IllegalArgumentException e) {
            throw new InvalidSpecException("packet", bytes, "an even number of hexadecimal digits");
        }
    }
}
