package io.ipdk.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What Maven is told. */
class BuildRulesTest {
    @Test
    void theBomListsEveryPublishedModule() throws IOException {
        String bom = Files.readString(House.root().resolve("ipdk-bom/pom.xml"));
        List<String> published = House.modules().stream()
                .map(module -> module.toFile().getName())
                .filter(name -> !name.equals("ipdk-bom") && !name.equals("ipdk-benchmarks"))
                .toList();

        assertThat(published)
                .isNotEmpty()
                .allSatisfy(name -> assertThat(bom).contains("<artifactId>" + name + "</artifactId>"));
    }

    @Test
    void everyModuleIsInTheTableOfRooms() throws IOException {
        String page = Files.readString(House.root().resolve("docs/architecture.md"));

        assertThat(House.modules())
                .extracting(module -> module.toFile().getName())
                .allSatisfy(name -> assertThat(page).contains("| `" + name + "` |"));
    }
}
