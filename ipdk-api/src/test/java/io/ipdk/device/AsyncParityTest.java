package io.ipdk.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipdk.pipeline.Pipeline;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sync is the reference: what can wait for the host has an async twin of the same name, parameters and result. */
class AsyncParityTest {

    private static final Set<String> ANSWERED_AT_ONCE =
            Set.of("plan", "find", "get", "list", "name", "kind", "spec", "status");
    private static final Set<String> READ_FROM_THE_PIPELINE =
            Set.of("endpoint", "info", "cpuPort", "ports", "portNumber", "stats", "trace");

    static Stream<Method> methodsThatMayWait() {
        return Stream.of(VirtualDevices.class, VirtualDevice.class, Pipeline.class)
                .flatMap(type -> Arrays.stream(type.getMethods()))
                .filter(method -> !method.isSynthetic())
                .filter(method -> !method.getName().endsWith("Async"))
                .filter(method -> !ANSWERED_AT_ONCE.contains(method.getName()))
                .filter(method -> !READ_FROM_THE_PIPELINE.contains(method.getName()));
    }

    static Stream<Method> asyncMethods() {
        return Stream.of(VirtualDevices.class, VirtualDevice.class, Pipeline.class)
                .flatMap(type -> Arrays.stream(type.getMethods()))
                .filter(method -> method.getName().endsWith("Async"));
    }

    @ParameterizedTest
    @MethodSource("methodsThatMayWait")
    void everyMethodThatMayWaitHasAnAsyncTwin(Method sync) throws NoSuchMethodException {
        Method async = sync.getDeclaringClass().getMethod(sync.getName() + "Async", sync.getParameterTypes());

        assertThat(async.getGenericParameterTypes()).isEqualTo(sync.getGenericParameterTypes());
        assertThat(async.getReturnType()).isEqualTo(CompletableFuture.class);
        assertThat(result(async)).isEqualTo(sync.getGenericReturnType());
    }

    @ParameterizedTest
    @MethodSource("asyncMethods")
    void everyAsyncMethodHasASyncOne(Method async) throws NoSuchMethodException {
        String name = async.getName().substring(0, async.getName().length() - "Async".length());

        assertThat(async.getDeclaringClass()
                        .getMethod(name, async.getParameterTypes())
                        .getGenericReturnType())
                .isEqualTo(result(async));
    }

    private static Type result(Method async) {
        return ((ParameterizedType) async.getGenericReturnType()).getActualTypeArguments()[0];
    }

    @org.junit.jupiter.api.Test
    void theListOfMethodsIsNotEmpty() {
        assertThat(methodsThatMayWait())
                .extracting(Method::getName)
                .contains("plug", "update", "unplug", "awaitReady", "awaitProgram");
    }
}
