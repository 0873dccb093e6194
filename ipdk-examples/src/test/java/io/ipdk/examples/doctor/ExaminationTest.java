package io.ipdk.examples.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipdk.testkit.peer.Peer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ExaminationTest {

    @Test
    void thisMachineCanServeBecauseItRunsTheTests() {
        assertThat(Examination.ofThisMachine().canServe()).isTrue();
    }

    @Test
    void everyPeerIsLookedAt() {
        assertThat(Examination.ofThisMachine().findings())
                .extracting(Finding::subject)
                .containsAll(Stream.of(Peer.values()).map(Peer::title).toList());
    }

    @Test
    void whatIsMissingComesWithARemedy() {
        assertThat(Examination.ofThisMachine().findings())
                .filteredOn(finding -> finding.level() != Finding.Level.OK)
                .allSatisfy(finding -> assertThat(finding.remedy()).isNotBlank());
    }

    @Test
    void anOptionalLackDoesNotKeepItFromServing() {
        Examination examination = new Examination(List.of(Finding.optional("fio", "no executable fio", "apt")));

        assertThat(examination.canServe()).isTrue();
    }

    @Test
    void aNeededLackDoes() {
        Examination examination =
                new Examination(List.of(Finding.needed("events", "epoll_create1: EMFILE", "raise ulimit -n")));

        assertThat(examination.canServe()).isFalse();
        assertThat(examination.canStartGuests()).isFalse();
    }
}
