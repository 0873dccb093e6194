package io.ipdk.p4runtime.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ipdk.p4runtime.entity.EntityRule;
import io.ipdk.p4runtime.entity.InvalidEntityException;
import io.ipdk.p4runtime.entity.P4Entity;

/** An entity that breaks a rule, and what its error must name. */
record Broken(EntityRule rule, String entity, String field, String value, String allowed, P4Entity by) {

    void check(EntityCodec codec) {
        InvalidEntityException error = catchThrowableOfType(InvalidEntityException.class, () -> codec.encode(by));

        assertThat(error).isNotNull();
        assertThat(error.rule()).isEqualTo(rule);
        assertThat(error.entity()).isEqualTo(entity);
        assertThat(error.field()).contains(field);
        assertThat(error.value()).contains(value);
        assertThat(error.allowed()).contains(allowed);
        assertThat(error).hasMessageContainingAll(error.entity(), error.field(), error.value(), error.allowed());
        assertThat(error.retryable()).isFalse();
    }
}
