package io.ipdk.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.USE_JAVA_UTIL_LOGGING;
import static io.ipdk.architecture.HouseModule.API;
import static io.ipdk.architecture.HouseModule.BENCHMARKS;
import static io.ipdk.architecture.HouseModule.EXAMPLES;
import static io.ipdk.architecture.HouseModule.TESTKIT;
import static io.ipdk.architecture.HouseModule.livesIn;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What main code is made of. */
class CodeRulesTest {
    private static final JavaClasses CLASSES = House.mainClasses();

    @Test
    void librariesPrintNothing() {
        noClasses()
                .that(DescribedPredicate.not(livesIn(EXAMPLES, BENCHMARKS)))
                .should(ACCESS_STANDARD_STREAMS)
                .because("a library logs through SLF4J; only programs print")
                .check(CLASSES);
    }

    @Test
    void nobodyUsesJavaUtilLogging() {
        noClasses().should(USE_JAVA_UTIL_LOGGING).check(CLASSES);
    }

    @Test
    void packagesAreNounsOfTheDomain() {
        noClasses()
                .should()
                .resideInAnyPackage("..impl..", "..util..", "..utils..", "..common..", "..misc..", "..helper..")
                .check(CLASSES);
    }

    @Test
    void classNamesSayWhatTheClassIs() {
        noClasses()
                .should()
                .haveNameMatching(".*(Impl|Util|Utils|Helper|Helpers|Manager)$")
                .check(CLASSES);
    }

    @Test
    void classesAreFinalUnlessMadeForExtension() {
        classes()
                .that(DescribedPredicate.not(livesIn(BENCHMARKS)))
                .should(new ArchCondition<>("be final, abstract or extended here") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        boolean closed = type.isInterface()
                                || type.isEnum()
                                || type.isAnonymousClass()
                                || type.getModifiers().contains(JavaModifier.FINAL)
                                || type.getModifiers().contains(JavaModifier.ABSTRACT);
                        if (!closed && type.getSubclasses().isEmpty()) {
                            events.add(SimpleConditionEvent.violated(
                                    type, type.getName() + " is neither final nor abstract, and nothing extends it"));
                        }
                    }
                })
                .check(CLASSES);
    }

    @Test
    void noStateIsStaticAndMutable() {
        fields().that().areStatic().should().beFinal().check(CLASSES);
    }

    @Test
    void mainCodeUsesNoReflection() {
        noClasses()
                .that(DescribedPredicate.not(livesIn(TESTKIT, EXAMPLES, BENCHMARKS)))
                .and(DescribedPredicate.describe(
                        "do not open the door to raw memory",
                        type -> type.getDirectDependenciesFromSelf().stream()
                                .noneMatch(dependency ->
                                        dependency.getTargetClass().getName().equals("sun.misc.Unsafe"))))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.lang.reflect..")
                .check(CLASSES);
    }

    @Test
    void optionalIsForReturnValuesOnly() {
        fields().that()
                .areDeclaredInClassesThat(DescribedPredicate.describe(
                        "are no records, whose accessors return their components", type -> !type.isRecord()))
                .should()
                .notHaveRawType(Optional.class)
                .check(CLASSES);
        methods()
                .should(new ArchCondition<>("take no Optional") {
                    @Override
                    public void check(JavaMethod method, ConditionEvents events) {
                        boolean takesOptional = method.getRawParameterTypes().stream()
                                .anyMatch(type -> type.isEquivalentTo(Optional.class));
                        if (takesOptional && !method.getName().startsWith("lambda$")) {
                            events.add(SimpleConditionEvent.violated(method, method.getDescription()));
                        }
                    }
                })
                .check(CLASSES);
    }

    @Test
    void theApiThrowsNoCheckedExceptions() {
        methods()
                .that()
                .areDeclaredInClassesThat(livesIn(API))
                .should(new ArchCondition<>("declare no checked exception but InterruptedException") {
                    @Override
                    public void check(JavaMethod method, ConditionEvents events) {
                        for (JavaClass thrown : method.getExceptionTypes()) {
                            if (!thrown.isAssignableTo(RuntimeException.class)
                                    && !thrown.isEquivalentTo(InterruptedException.class)) {
                                events.add(SimpleConditionEvent.violated(
                                        method, method.getDescription() + " throws " + thrown.getName()));
                            }
                        }
                    }
                })
                .check(CLASSES);
    }
}
