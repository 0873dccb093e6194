package io.ipdk.examples;

import io.ipdk.examples.console.Screen;
import io.ipdk.examples.console.Table;
import io.ipdk.examples.doctor.Examination;
import io.ipdk.examples.doctor.Finding;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Tells what this machine can do, what is missing, and what to do about it. */
@Command(
        name = "Doctor",
        mixinStandardHelpOptions = true,
        description = "Tells what this machine can do, what is missing, and what to do about it.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:the embedded demo can run", "1:it cannot"})
final class Doctor implements Callable<Integer> {

    private final Screen screen;

    Doctor(Screen screen) {
        this.screen = screen;
    }

    public static void main(String[] arguments) {
        Program.run(new Doctor(Screen.standard()), arguments);
    }

    @Override
    public Integer call() {
        return report(Examination.ofThisMachine());
    }

    int report(Examination examination) {
        Table state = new Table("what", "state", "found");
        Table remedies = new Table("missing", "what to do");
        for (Finding finding : examination.findings()) {
            state.row(finding.subject(), finding.level(), finding.found());
            if (!finding.remedy().isEmpty()) {
                remedies.row(finding.subject(), finding.remedy());
            }
        }
        screen.table("This machine", state);
        if (!remedies.isEmpty()) {
            screen.table("What to do", remedies);
            screen.text("dev/peers install (as root, on Debian) brings every optional program at once.");
        }
        can(examination.canServe(), "serve ports and disks:            dev/demo");
        can(examination.canStartGuests(), "plug them into real guests:       dev/demo --host qemu");
        return examination.canServe() ? 0 : 1;
    }

    private void can(boolean possible, String what) {
        if (possible) {
            screen.good(what);
        } else {
            screen.bad(what);
        }
    }
}
