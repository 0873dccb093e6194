package io.ipdk.softipu.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ipdk.error.ClosedException;
import io.ipdk.error.DeadlineExceededException;
import io.ipdk.error.HostException;
import io.ipdk.error.InvalidSpecException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class QmpClientTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final BackOff QUICK = new BackOff(Duration.ofMillis(5), Duration.ofMillis(20));

    @TempDir
    Path directory;

    private FakeQemu qemu;
    private QmpClient client;

    @BeforeEach
    void connect() throws Exception {
        qemu = new FakeQemu(directory.resolve("qmp")).start();
        client = QmpClient.open(directory.resolve("qmp"), QUICK);
        assertThat(client.awaitConnected(LONG)).isTrue();
    }

    @AfterEach
    void close() throws Exception {
        client.close();
        qemu.close();
    }

    @Test
    void readsTheVersionOfTheGreeting() {
        QmpVersion version = client.version();
        assertThat(version).isEqualTo(new QmpVersion(7, 2, 22, ""));
    }

    @Test
    void returnsWhatACommandReturns() {
        qemu.answer("query-name", "{\"name\":\"guest\"}");
        assertThat(client.execute("query-name", LONG).path("name").asText()).isEqualTo("guest");
    }

    @Test
    void givesEachThreadItsOwnAnswer() throws Exception {
        qemu.answer("echo", arguments -> "\"return\":" + arguments.path("value"));
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<JsonNode>> answers = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                int value = i;
                answers.add(threads.submit(() -> client.execute(
                        "echo", new ObjectMapper().createObjectNode().put("value", value), LONG)));
            }
            for (int i = 0; i < answers.size(); i++) {
                assertThat(answers.get(i).get().asInt()).isEqualTo(i);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void turnsAnErrorIntoATypedException() {
        qemu.refuse("device_del", "DeviceNotFound", "Device 'x' not found");
        assertThatExceptionOfType(QmpException.class)
                .isThrownBy(() -> client.execute("device_del", LONG))
                .satisfies(e -> {
                    assertThat(e.kind()).isEqualTo(QmpErrorKind.NOT_FOUND);
                    assertThat(e).hasMessageContaining("device_del").hasMessageContaining("Device 'x' not found");
                });
    }

    @Test
    void givesUpOnACommandAtItsDeadlineAndIgnoresTheLateAnswer() throws Exception {
        qemu.ignore("slow").answer("next", "2");
        assertThatExceptionOfType(DeadlineExceededException.class)
                .isThrownBy(() -> client.execute("slow", Duration.ofMillis(50)))
                .withMessageContaining("slow")
                .withMessageContaining("50 ms");
        qemu.send("{\"return\":1,\"id\":\"1\"}");
        assertThat(client.execute("next", LONG).asInt()).isEqualTo(2);
    }

    @Test
    void failsCommandsUnderWayWhenQemuGoesAway() throws Exception {
        qemu.ignore("slow");
        CompletableFuture<JsonNode> answer = CompletableFuture.supplyAsync(() -> client.execute("slow", LONG));
        await().until(() -> qemu.commands().contains("slow"));
        qemu.hangUp();
        assertThat(answer)
                .failsWithin(LONG)
                .withThrowableThat()
                .withCauseInstanceOf(HostException.class)
                .withMessageContaining("went away while it ran slow");
    }

    @Test
    void saysWhereItLookedAndWhyWhenQemuIsAway() throws Exception {
        qemu.stop();
        await().until(() -> !client.isConnected());
        assertThatExceptionOfType(HostException.class)
                .isThrownBy(() -> client.execute("query-name", LONG))
                .withMessageContaining(directory.resolve("qmp").toString())
                .withMessageContaining("-qmp unix:")
                .satisfies(e -> assertThat(e.retryable()).isTrue());
    }

    @Test
    void connectsAgainWhenQemuComesBackAndSaysSo() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        client.addListener(event -> seen.add(event.getClass().getSimpleName()));
        qemu.stop();
        await().until(() -> !client.isConnected());
        qemu.start();
        await().until(client::isConnected);
        await().untilAsserted(() -> assertThat(seen).endsWith("Disconnected", "Connected"));
        qemu.answer("query-name", "{}");
        assertThat(client.execute("query-name", LONG)).isEmpty();
    }

    @Test
    void handsEventsToListenersInOrder() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        client.addListener(event -> {
            if (event instanceof QmpEvent.Named named) {
                seen.add(named.name() + named.data());
            }
        });
        qemu.event("STOP", "{}");
        qemu.send("{\"event\":\"RESUME\"}");
        qemu.event("DEVICE_DELETED", "{\"device\":\"d\"}");
        await().untilAsserted(() ->
                assertThat(seen).containsExactly("STOP{}", "RESUME{}", "DEVICE_DELETED{\"device\":\"d\"}"));
    }

    @Test
    void letsAListenerRunCommands() throws Exception {
        qemu.answer("query-name", "{\"name\":\"guest\"}");
        CompletableFuture<String> answer = new CompletableFuture<>();
        client.addListener(event ->
                answer.complete(client.execute("query-name", LONG).path("name").asText()));
        qemu.event("STOP", "{}");
        assertThat(answer).succeedsWithin(LONG).isEqualTo("guest");
    }

    @Test
    void letsAListenerCloseTheClient() throws Exception {
        CompletableFuture<Boolean> closed = new CompletableFuture<>();
        client.addListener(event -> {
            if (event instanceof QmpEvent.Named) {
                client.close();
                closed.complete(true);
            }
        });
        qemu.event("STOP", "{}");
        assertThat(closed).succeedsWithin(LONG);
        assertThatExceptionOfType(ClosedException.class).isThrownBy(() -> client.execute("query-name", LONG));
    }

    @Test
    void keepsServingAfterAListenerFails() throws Exception {
        CountDownLatch second = new CountDownLatch(2);
        client.addListener(event -> {
            second.countDown();
            throw new IllegalStateException("on purpose");
        });
        qemu.event("STOP", "{}");
        qemu.event("RESUME", "{}");
        assertThat(second.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void dropsAndCountsEventsThatASlowListenerLeavesWaiting() throws Exception {
        CountDownLatch free = new CountDownLatch(1);
        client.addListener(event -> {
            try {
                free.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        qemu.answer("query-name", "{}");
        for (int i = 0; i < 2000; i++) {
            qemu.event("STOP", "{}");
        }
        client.execute("query-name", LONG);
        free.countDown();
        assertThat(client.droppedEvents()).isBetween(2000L - 1026, 2000L - 1022);
    }

    @Test
    void endsAConnectionWhoseLineIsLongerThanAllowed() throws Exception {
        int before = qemu.connections();
        qemu.send("{\"x\":\"" + "y".repeat(4 << 20) + "\"}");
        await().until(() -> qemu.connections() > before && client.isConnected());
    }

    @Test
    void endsAConnectionThatBringsGarbageAndComesBack() throws Exception {
        for (String garbage : List.of("garbage", "[1]", "{\"unclosed\":", "\u0000\u0001")) {
            int before = qemu.connections();
            qemu.send(garbage);
            await().until(() -> qemu.connections() > before && client.isConnected());
        }
    }

    @Test
    void doesNotTakeAnotherProtocolForQmp() throws Exception {
        qemu.stop();
        await().until(() -> !client.isConnected());
        qemu.greeting("220 mail.example ESMTP").start();
        int before = qemu.connections();
        await().until(() -> qemu.connections() > before + 1);
        assertThatExceptionOfType(HostException.class)
                .isThrownBy(() -> client.execute("query-name", LONG))
                .withMessageContaining("not JSON");
    }

    @Test
    void boundsTheCommandsThatWaitForAnAnswer() {
        qemu.ignore("slow");
        for (int i = 0; i < 256; i++) {
            assertThatExceptionOfType(DeadlineExceededException.class)
                    .isThrownBy(() -> client.execute("slow", Duration.ofNanos(1)));
        }
        assertThatExceptionOfType(HostException.class)
                .isThrownBy(() -> client.execute("slow", LONG))
                .withMessageContaining("owes answers to 256 commands");
    }

    @Test
    void closesTwiceAndFailsWhatWaits() {
        qemu.ignore("slow");
        CompletableFuture<JsonNode> answer = CompletableFuture.supplyAsync(() -> client.execute("slow", LONG));
        await().until(() -> qemu.commands().contains("slow"));
        client.close();
        client.close();
        assertThat(answer).failsWithin(LONG).withThrowableThat().withCauseInstanceOf(ClosedException.class);
        assertThat(client.awaitConnected(LONG)).isFalse();
    }

    @Test
    void refusesAPathThatNoUnixSocketCanHave() {
        assertThatExceptionOfType(InvalidSpecException.class)
                .isThrownBy(() -> QmpClient.open(Path.of("/" + "x".repeat(107))))
                .withMessageContaining("at most 107 bytes");
    }
}
