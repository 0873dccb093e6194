package io.ipdk.p4runtime.write;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.rpc.Status;
import io.grpc.protobuf.StatusProto;
import io.ipdk.error.IpdkException;
import io.ipdk.p4runtime.error.RpcErrors;
import io.ipdk.p4runtime.error.StatusCode;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.p4.v1.Error;

class ErrorDetailsTest {
    @Test
    void noFailureEverMakesAllUpdatesLookApplied() {
        Random random = new Random(20);
        for (int round = 0; round < 2_000; round++) {
            int updates = 1 + random.nextInt(5);
            Status.Builder status =
                    Status.newBuilder().setCode(1 + random.nextInt(16)).setMessage("failed");
            for (int i = random.nextInt(7); i > 0; i--) {
                status.addDetails(detail(random));
            }
            IpdkException failure = RpcErrors.of("Write", StatusProto.toStatusRuntimeException(status.build()));
            Atomicity atomicity = random.nextBoolean() ? Atomicity.CONTINUE_ON_ERROR : Atomicity.ROLLBACK_ON_ERROR;

            int applied = 0;
            for (int i = 0; i < updates; i++) {
                ErrorDetails.Verdict verdict = ErrorDetails.verdict(failure, i, updates, atomicity);
                boolean ok = verdict.outcome() == UpdateOutcome.APPLIED;
                assertThat(verdict.code() == StatusCode.OK).isEqualTo(ok);
                applied += ok ? 1 : 0;
            }
            assertThat(applied).isLessThan(updates);
        }
    }

    private static Any detail(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> Any.pack(Status.getDefaultInstance());
            case 1 ->
                Any.newBuilder()
                        .setTypeUrl("type.googleapis.com/p4.v1.Error")
                        .setValue(ByteString.copyFrom(new byte[] {1, 2, 3}))
                        .build();
            default ->
                Any.pack(Error.newBuilder()
                        .setCanonicalCode(random.nextInt(3) == 0 ? random.nextInt(30) - 5 : 0)
                        .build());
        };
    }
}
