package io.ipdk.p4codegen;

import io.ipdk.error.IpdkException;
import io.ipdk.p4runtime.info.P4Info;
import java.io.File;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/**
 * Writes Java for a P4 program, from the P4Info that its compiler wrote.
 *
 * <p>Confined to one thread (Maven's).
 */
@Mojo(name = "generate", defaultPhase = LifecyclePhase.GENERATE_SOURCES, threadSafe = true)
public final class GenerateMojo extends AbstractMojo {

    /** The P4Info, in protobuf's text or binary form. */
    @Parameter(required = true)
    private @Nullable File p4info;

    /** The package of the classes. */
    @Parameter(required = true)
    private @Nullable String packageName;

    /** Where sources go; the package's directories are made below it. */
    @Parameter(defaultValue = "${project.build.directory}/generated-sources/p4runtime", required = true)
    private @Nullable File outputDirectory;

    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    private @Nullable MavenProject project;

    @Override
    public void execute() throws MojoFailureException {
        if (p4info == null || packageName == null || outputDirectory == null || project == null) {
            throw new MojoFailureException("p4info and packageName must be configured");
        }
        try {
            P4Info info = P4Info.load(p4info.toPath());
            int written = SourceTree.write(
                    outputDirectory.toPath(), packageName, new CodeGenerator(packageName).generate(info));
            getLog().info(info + ": " + written + " files written to " + outputDirectory);
        } catch (IpdkException e) {
            throw new MojoFailureException(e.getMessage(), e);
        }
        project.addCompileSourceRoot(outputDirectory.getPath());
    }
}
