package io.ipdk.testkit.p4target;

import io.ipdk.p4runtime.info.P4Program;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContext;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContextProvider;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Runs a class of tests on the target of this process, and once more on bmv2 where {@code IPDK_BMV2} says which
 * {@code simple_switch_grpc} that is. Tests marked with {@link DepartsOnBmv2} run on the first alone. Immutable.
 */
final class Targets implements ClassTemplateInvocationContextProvider {
    private final P4Program program;

    private Targets(P4Program program) {
        this.program = program;
    }

    static Targets running(P4Program program) {
        return new Targets(program);
    }

    @Override
    public boolean supportsClassTemplate(ExtensionContext context) {
        return true;
    }

    @Override
    public Stream<? extends ClassTemplateInvocationContext> provideClassTemplateInvocationContexts(
            ExtensionContext context) {
        Stream<Invocation> own = Stream.of(new Invocation("in process", P4TargetExtension.running(program)));
        return Bmv2Switch.executable()
                .map(path -> Stream.concat(own, Stream.of(new Invocation("bmv2", new Bmv2Extension(path, program)))))
                .orElse(own);
    }

    private record Invocation(String name, Extension extension) implements ClassTemplateInvocationContext {
        @Override
        public String getDisplayName(int invocationIndex) {
            return name;
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(extension);
        }
    }
}
