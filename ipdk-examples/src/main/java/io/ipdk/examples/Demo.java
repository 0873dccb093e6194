package io.ipdk.examples;

import io.ipdk.examples.console.Numbers;
import io.ipdk.examples.console.Screen;
import io.ipdk.examples.demo.Checks;
import io.ipdk.examples.demo.DemoSizes;
import io.ipdk.examples.demo.EmbeddedDemo;
import io.ipdk.examples.demo.QemuDemo;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Plugs ports and disks into a host, uses them, limits them, changes them live and unplugs them, checking each step. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Plugs ports and disks into a host, uses them, limits them, changes them live and unplugs them.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:every check held", "1:a check failed, or the demo could not go on", "2:bad options"})
final class Demo implements Callable<Integer> {

    /** Who plays the host. */
    enum Host {
        /** The vhost-user front end of this project, in this process. */
        EMBEDDED,
        /** Two emulated guests. */
        QEMU;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Screen screen;

    @Option(names = "--host", description = "who plays the host: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private Host host = Host.EMBEDDED;

    @Option(names = "--small", description = "move as little as shows everything")
    private boolean small;

    Demo(Screen screen) {
        this.screen = screen;
    }

    public static void main(String[] arguments) {
        Program.run(new Demo(Screen.standard()), arguments);
    }

    @Override
    public Integer call() throws Exception {
        Checks checks = new Checks(screen);
        DemoSizes sizes = small ? DemoSizes.small() : DemoSizes.full();
        switch (host) {
            case EMBEDDED -> new EmbeddedDemo(screen, checks, sizes).run();
            case QEMU -> new QemuDemo(screen, checks, sizes).run();
        }
        return summary(checks);
    }

    private int summary(Checks checks) {
        screen.heading("Summary");
        String total = checks.made() + " checks in " + Numbers.time(screen.elapsed());
        if (checks.failures().isEmpty()) {
            screen.good(total + ", all held");
            return 0;
        }
        screen.bad(total + ", " + checks.failures().size() + " failed:");
        checks.failures().forEach(failure -> screen.text("✗ " + failure));
        return 1;
    }
}
