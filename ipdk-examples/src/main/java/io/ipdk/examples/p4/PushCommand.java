package io.ipdk.examples.p4;

import io.ipdk.p4runtime.info.P4Program;
import io.ipdk.p4runtime.pipeline.Pipeline;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "push",
        description = "Sends a pipeline: the P4Info and the device config that p4c wrote.",
        mixinStandardHelpOptions = true)
final class PushCommand extends P4Command {
    /** What the target does with the pipeline. */
    enum Action {
        VERIFY,
        SAVE,
        COMMIT,
        RECONCILE,
        ENSURE
    }

    @Parameters(index = "0", paramLabel = "P4INFO", description = "text or binary")
    private @Nullable Path info;

    @Parameters(index = "1", paramLabel = "CONFIG", description = "for bmv2 its JSON")
    private @Nullable Path config;

    @Option(
            names = "--action",
            description =
                    "verify, save (verify and save), commit (verify and commit), reconcile (keep the entities), or"
                            + " ensure (only if the target runs another one): ${DEFAULT-VALUE}")
    private Action action = Action.COMMIT;

    PushCommand(P4Session session) {
        super(session);
    }

    @Override
    void run() {
        Path infoFile = info;
        Path configFile = config;
        if (infoFile == null || configFile == null) {
            return;
        }
        P4Program program = P4Program.load(infoFile, configFile);
        Pipeline pipeline = session.client().pipeline();
        switch (action) {
            case VERIFY -> pipeline.verify(program);
            case SAVE -> pipeline.verifyAndSave(program);
            case COMMIT -> pipeline.verifyAndCommit(program);
            case RECONCILE -> pipeline.reconcileAndCommit(program);
            case ENSURE -> {
                if (!pipeline.ensure(program)) {
                    session.output().done("the target runs it already");
                    return;
                }
            }
        }
        session.output()
                .done(action.name().toLowerCase(java.util.Locale.ROOT) + ": ok, "
                        + program.info().tables().size() + " tables, cookie 0x"
                        + Long.toHexString(program.cookie()));
    }
}
