package io.ipdk.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import java.util.TreeSet;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** Who may know whom. */
class DependencyRulesTest {
    private static final JavaClasses CLASSES = House.mainClasses();

    @Test
    void modulesUseOnlyWhatTheTableOfRoomsAllows() {
        classes()
                .should(useOnlyWhatTheirModuleMay())
                .because("arrows between modules point down only (docs/architecture.md, Rooms)")
                .check(CLASSES);
    }

    @Test
    void onlyTheNativeModuleKnowsJna() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.ipdk.nativeaccess..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.sun.jna..")
                .because("native code has one door")
                .check(CLASSES);
    }

    @Test
    void onlyOneClassReachesRawAddresses() {
        Set<String> users = new TreeSet<>();
        for (JavaClass type : CLASSES) {
            if (type.getDirectDependenciesFromSelf().stream()
                    .anyMatch(
                            dependency -> dependency.getTargetClass().getName().equals("sun.misc.Unsafe"))) {
                users.add(outermost(type).getName());
            }
        }
        Assertions.assertThat(users)
                .as("raw memory is reached through one small class")
                .hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void internalPackagesStayInsideTheirModule() {
        classes()
                .should(new ArchCondition<>("not use internal packages of other modules") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                            JavaClass target = dependency.getTargetClass().getBaseComponentType();
                            if (HouseModule.isOurs(target)
                                    && target.getPackageName().contains(".internal")
                                    && HouseModule.of(target) != HouseModule.of(type)) {
                                events.add(SimpleConditionEvent.violated(type, dependency.getDescription()));
                            }
                        }
                    }
                })
                .check(CLASSES);
    }

    private static ArchCondition<JavaClass> useOnlyWhatTheirModuleMay() {
        return new ArchCondition<>("use only what their module may") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                HouseModule module = HouseModule.of(type);
                for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                    if (!module.mayUse(dependency.getTargetClass())) {
                        events.add(SimpleConditionEvent.violated(
                                type, module.directory() + " may not: " + dependency.getDescription()));
                    }
                }
            }
        };
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(DependencyRulesTest::outermost).orElse(type);
    }
}
