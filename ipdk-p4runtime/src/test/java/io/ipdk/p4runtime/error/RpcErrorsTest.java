package io.ipdk.p4runtime.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.ipdk.error.ClosedException;
import io.ipdk.error.IpdkException;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RpcErrorsTest {
    @ParameterizedTest
    @EnumSource(Status.Code.class)
    void everyCodeOfTheTransportHasOneOfOurs(Status.Code code) {
        assertThat(StatusCode.of(code.value()).name()).isEqualTo(code.name());
        assertThat(StatusCode.of(code.value()).number()).isEqualTo(code.value());
    }

    @Test
    void numbersThatNobodyDefinedAreUnknown() {
        assertThat(StatusCode.of(17)).isEqualTo(StatusCode.UNKNOWN);
        assertThat(StatusCode.of(-1)).isEqualTo(StatusCode.UNKNOWN);
    }

    @Test
    void theCallTheCodeTheTargetsWordsAndTheNextStepAreInTheMessage() {
        IpdkException error = RpcErrors.of(
                "Write",
                new CompletionException(
                        Status.PERMISSION_DENIED.withDescription("not primary").asRuntimeException()));

        assertThat(error)
                .isInstanceOf(RpcException.class)
                .hasMessage("Write failed with PERMISSION_DENIED: not primary; "
                        + "become primary of a role that owns these entities first");
        assertThat(error.retryable()).isFalse();
    }

    @Test
    void tlsIsToldByItsDeepestReason() {
        SSLHandshakeException handshake = new SSLHandshakeException("General problem");
        handshake.initCause(new IllegalArgumentException("the name is wrong"));

        assertThat(RpcErrors.of("Write", Status.UNAVAILABLE.withCause(handshake).asRuntimeException()))
                .isInstanceOf(TlsException.class)
                .hasMessageContaining("the name is wrong");
    }

    @Test
    void whoProbesTooOftenIsToldSo() {
        IpdkException error = RpcErrors.of(
                "StreamChannel",
                Status.UNAVAILABLE
                        .withDescription("Connection closed after GOAWAY. HTTP/2 error code: ENHANCE_YOUR_CALM, "
                                + "debug data: too_many_pings")
                        .asRuntimeException());

        assertThat(error).hasMessageContaining("raise keepAlive");
        assertThat(error.retryable()).isTrue();
    }

    @Test
    void whatIsTypedStaysAsItIs() {
        ClosedException closed = new ClosedException("the client is closed", "");

        assertThat(RpcErrors.of("Write", new CompletionException(closed))).isSameAs(closed);
    }

    @Test
    void whatIsNoErrorOfTheTransportIsUnknown() {
        assertThat(RpcErrors.of("Read", new IllegalStateException("a bug")))
                .isInstanceOf(RpcException.class)
                .hasMessageContaining("a bug");
    }
}
