package io.ipdk.p4runtime.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiVersionTest {
    @Test
    void theUsualFormsAreRead() {
        assertThat(ApiVersion.parse("1.3.0")).contains(new ApiVersion(1, 3, 0));
        assertThat(ApiVersion.parse(" v1.4 ")).contains(new ApiVersion(1, 4, 0));
        assertThat(ApiVersion.parse("1.5.0-rc.2")).contains(new ApiVersion(1, 5, 0));
        assertThat(ApiVersion.parse("1.5.1+build")).contains(new ApiVersion(1, 5, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "one", "1", "1.", "1.2.3.4", "99999999999.1", "-1.2"})
    void anythingElseIsUnknown(String text) {
        assertThat(ApiVersion.parse(text)).isEmpty();
    }

    @Test
    void laterIsGreater() {
        assertThat(new ApiVersion(1, 10, 0)).isGreaterThan(new ApiVersion(1, 9, 9));
        assertThat(new ApiVersion(1, 4, 1).isAtLeast(1, 4)).isTrue();
        assertThat(new ApiVersion(1, 3, 9).isAtLeast(1, 4)).isFalse();
        assertThat(new ApiVersion(2, 0, 0).isAtLeast(1, 4)).isTrue();
    }
}
