package io.ipdk.nativeaccess.posix;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PosixExceptionTest {
    @Test
    void namesTheCallTheSubjectTheErrorAndTheNextStep() {
        PosixException e = new PosixException("open", "/a/b", 2, "create it");

        assertThat(e).hasMessage("open(/a/b): ENOENT, No such file or directory; create it");
        assertThat(e.call()).isEqualTo("open");
        assertThat(e.errno()).isEqualTo(2);
        assertThat(e.errnoName()).isEqualTo("ENOENT");
        assertThat(e.advice()).isEqualTo("create it");
        assertThat(e.retryable()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"1,EPERM", "11,EAGAIN", "28,ENOSPC", "40,ELOOP", "90,EMSGSIZE", "111,ECONNREFUSED", "133,EHWPOISON"})
    void knowsTheNamesOfErrors(int errno, String name) {
        assertThat(Errno.name(errno)).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({"0", "-1", "41", "58", "134"})
    void showsTheNumberOfAnErrorWithoutAName(int errno) {
        assertThat(Errno.name(errno)).isEqualTo("errno " + errno);
    }

    @Test
    void saysThatAFullDiskMayPass() {
        assertThat(new PosixException("pwrite", "x", 28).retryable()).isTrue();
    }
}
