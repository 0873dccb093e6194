package io.ipdk.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipdk.examples.doctor.Examination;
import io.ipdk.examples.doctor.Finding;
import java.util.List;
import org.junit.jupiter.api.Test;

class DoctorTest {

    private final PrintedScreen printed = new PrintedScreen();
    private final Doctor doctor = new Doctor(printed.screen());

    @Test
    void endsWithZeroWhereTheEmbeddedDemoCanRun() {
        assertThat(Program.execute(doctor)).isZero();
        assertThat(printed.text()).contains("Java", "shared memory", "✓ serve ports and disks");
    }

    @Test
    void endsWithOneAndNamesTheRemedyWhereItCannot() {
        int exitCode = doctor.report(
                new Examination(List.of(Finding.needed("events", "epoll_create1: EMFILE", "raise ulimit -n"))));

        assertThat(exitCode).isOne();
        assertThat(printed.text())
                .contains("events  NEEDED  epoll_create1: EMFILE", "raise ulimit -n", "✗ serve ports and disks");
    }
}
