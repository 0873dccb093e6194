package io.ipdk.examples.p4switch;

import io.ipdk.error.InvalidSpecException;
import io.ipdk.p4target.PipelineOptions;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command: understands the options of bmv2's simple_switch_grpc and runs a switch until it is stopped. Confined to one thread. */
@Command(
        name = "p4switch",
        mixinStandardHelpOptions = true,
        version = "ipdk-java, p4switch",
        sortOptions = false,
        description = {
            "Runs a P4 program that p4c compiled for bmv2 and serves P4Runtime, in place of simple_switch_grpc.",
            "Options for the target may stand behind -- as with bmv2."
        })
public final class SwitchCommand implements Callable<Integer> {
    private final PrintStream out;

    @Spec
    private @Nullable CommandSpec command;

    @Parameters(
            arity = "0..1",
            paramLabel = "JSON",
            description = "the program to begin with, as p4c wrote it for bmv2")
    private @Nullable Path json;

    @Option(
            names = {"-n", "--no-p4"},
            description = "begin without a program and wait for a controller's; the same as to name none")
    private boolean noProgram;

    @Option(
            names = "--p4info",
            paramLabel = "FILE",
            description = "P4Info of the program; looked for beside the JSON if it is not given")
    private @Nullable Path p4info;

    @Option(
            names = {"-i", "--interface"},
            paramLabel = "PORT@INTERFACE",
            description =
                    "attach a Linux interface (as root), or with PORT@unix:OWN,PEER a Unix datagram socket, as a port")
    private List<String> interfaces = new ArrayList<>();

    @Option(names = "--device-id", paramLabel = "ID", description = "the device's id in P4Runtime (${DEFAULT-VALUE})")
    private long deviceId = 1;

    @Option(names = "--cpu-port", paramLabel = "PORT", description = "the port of the controller (${DEFAULT-VALUE})")
    private long cpuPort = PipelineOptions.defaults().cpuPort();

    @Option(names = "--drop-port", paramLabel = "PORT", description = "the port that drops (${DEFAULT-VALUE})")
    private long dropPort = PipelineOptions.defaults().dropPort();

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Option(
            names = "--use-files",
            paramLabel = "SECONDS",
            description =
                    "take packets from files, no interfaces: -i 1@X reads X_in.pcap after so many seconds and writes"
                            + " X_out.pcap")
    private @Nullable Double useFiles;

    @Option(
            names = "--pcap",
            arity = "0..1",
            fallbackValue = ".",
            paramLabel = "DIRECTORY",
            description = "write what interfaces receive and send to X_in.pcap and X_out.pcap, here or in a directory")
    private @Nullable Path captures;

    @Mixin
    private final LogOptions log = new LogOptions();

    private List<String> warnings = List.of();

    private SwitchCommand(PrintStream out) {
        this.out = out;
    }

    /**
     * Runs a switch until the process is told to stop.
     *
     * @param out gets the line that says that it serves, and errors
     * @return the exit code: 1 where it failed, 2 for options that cannot be understood
     */
    public static int run(PrintStream out, String... arguments) {
        return line(new SwitchCommand(out), out).execute(joined(arguments));
    }

    /** Starts a switch; the caller closes it. For tests. */
    static RunningSwitch start(PrintStream out, String... arguments) {
        SwitchCommand command = new SwitchCommand(out);
        CommandLine line = line(command, out);
        line.parseArgs(joined(arguments));
        return command.start();
    }

    private static CommandLine line(SwitchCommand command, PrintStream out) {
        CommandLine line = new CommandLine(command);
        ForeignOptions.addTo(line.getCommandSpec());
        java.io.PrintWriter writer = new java.io.PrintWriter(out, true, java.nio.charset.StandardCharsets.UTF_8);
        return line.setOut(writer)
                .setErr(writer)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((failure, given) -> {
                    writer.println("error: " + failure.getMessage() + "; see --help");
                    return CommandLine.ExitCode.USAGE;
                })
                .setExecutionExceptionHandler((failure, failed, parsed) -> {
                    if (failure instanceof io.ipdk.error.IpdkException known) {
                        writer.println("error: " + known.getMessage());
                    } else if (failure instanceof ParameterException wrong) {
                        writer.println("error: " + wrong.getMessage() + "; see --help");
                        return CommandLine.ExitCode.USAGE;
                    } else {
                        failure.printStackTrace(writer);
                    }
                    return CommandLine.ExitCode.SOFTWARE;
                });
    }

    /** bmv2 parts its own options from those of the target with two dashes; here all are one. */
    private static String[] joined(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.remove("--");
        return all.toArray(String[]::new);
    }

    @Override
    public Integer call() throws InterruptedException {
        try (RunningSwitch running = start()) {
            Thread stop = new Thread(running::close, "stop");
            Runtime.getRuntime().addShutdownHook(stop);
            out.println("Server listening on " + running.address());
            out.flush();
            running.awaitEnd();
        }
        return CommandLine.ExitCode.OK;
    }

    private RunningSwitch start() {
        CommandLine line = java.util.Objects.requireNonNull(command).commandLine();
        warnings = ForeignOptions.check(line);
        log.apply();
        SwitchSetup setup = new SwitchSetup(
                program(),
                ports(),
                deviceId,
                PipelineOptions.defaults()
                        .withCpuPort(port("--cpu-port", cpuPort))
                        .withDropPort(port("--drop-port", dropPort)),
                useFiles == null ? null : Duration.ofMillis(Math.round(useFiles * 1_000)),
                captures,
                log.dumped(),
                spec -> server.fill(spec, deviceId));
        RunningSwitch running = RunningSwitch.start(setup);
        warnings.forEach(warning -> out.println("warning: " + warning));
        return running;
    }

    private @Nullable ProgramFiles program() {
        Path file = json;
        Path directory = captures;
        if (file == null && directory != null && Files.isRegularFile(directory)) {
            // "--pcap program.json": the directory may be left out, so this is the program.
            file = directory;
            captures = Path.of(".");
        }
        if (file != null && noProgram) {
            throw new InvalidSpecException("--no-p4", "given beside " + file, "one of the two");
        }
        if (file == null && p4info != null) {
            throw new InvalidSpecException("--p4info", p4info, "given together with the program's JSON");
        }
        return file == null ? null : ProgramFiles.of(file, p4info);
    }

    private List<PortSpec> ports() {
        return interfaces.stream().map(PortSpec::parse).toList();
    }

    private static int port(String option, long number) {
        if (number < 1 || number > 0xFFFFFFFFL) {
            throw new InvalidSpecException(option, number, "1 to 4294967295, and below 512 for v1model");
        }
        return (int) number;
    }
}
