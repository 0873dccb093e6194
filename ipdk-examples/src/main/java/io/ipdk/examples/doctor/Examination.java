package io.ipdk.examples.doctor;

import io.ipdk.examples.doctor.Finding.Level;
import io.ipdk.testkit.peer.Peer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * All that the doctor found.
 *
 * <p>Immutable.
 */
public record Examination(List<Finding> findings) {

    public Examination {
        findings = List.copyOf(findings);
    }

    /** Looks at everything; opens nothing for longer than the look and changes nothing. */
    public static Examination ofThisMachine() {
        List<Finding> findings = new ArrayList<>();
        findings.addAll(JavaCheck.look());
        findings.addAll(NativeCheck.look());
        try {
            findings.addAll(MachineCheck.look());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        findings.addAll(DpdkCheck.look());
        findings.addAll(PeerCheck.look());
        return new Examination(findings);
    }

    /** Whether ports and disks can be served, which is all that the embedded demo needs. */
    public boolean canServe() {
        return findings.stream().noneMatch(finding -> finding.level() == Level.NEEDED);
    }

    /** Whether real guests can be started too. */
    public boolean canStartGuests() {
        return canServe() && PeerCheck.GUEST.stream().allMatch(Peer::isPresent);
    }
}
