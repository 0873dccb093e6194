package io.ipdk.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What tests may not do. */
class TestRulesTest {
    private static final JavaClasses CLASSES = House.testClasses();

    @Test
    void noTestSleeps() {
        noClasses()
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(Thread.class, "sleep", long.class, int.class)
                .orShould()
                .callMethod(java.util.concurrent.TimeUnit.class, "sleep", long.class)
                .because("time goes through a clock, and waiting through Awaitility")
                .check(CLASSES);
    }

    @Test
    void assertionsComeFromOneLibrary() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("org.junit.jupiter.api.Assertions")
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage("org.hamcrest..")
                .because("AssertJ's messages show the value, and one vocabulary is enough")
                .check(CLASSES);
    }

    @Test
    void testFilesEndInTheirKind() {
        List<SourceFile> misnamed = House.testSources().stream()
                .filter(file -> file.text().contains("@Test\n") || file.text().contains("@Property"))
                .filter(file -> !file.fileName().matches(".*(Test|IT|Contract)\\.java"))
                .toList();

        assertThat(misnamed)
                .extracting(SourceFile::path)
                .as("no runner would pick these up")
                .isEmpty();
    }
}
