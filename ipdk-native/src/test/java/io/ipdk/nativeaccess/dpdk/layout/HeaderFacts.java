package io.ipdk.nativeaccess.dpdk.layout;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** What a C compiler found in the headers of one release: offsets of fields, sizes of structures, values of constants. */
final class HeaderFacts {
    private final Map<String, Integer> numbers = new HashMap<>();

    private HeaderFacts() {}

    static HeaderFacts of(DpdkAbi abi) {
        String name = "dpdk-" + abi.release() + ".txt";
        HeaderFacts facts = new HeaderFacts();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(HeaderFacts.class.getResourceAsStream(name), name), StandardCharsets.UTF_8))) {
            lines.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(" ", -1))
                    .forEach(words -> facts.numbers.put(words[0], Integer.valueOf(words[1])));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return facts;
    }

    /** The offset of {@code structure.field}, the size of {@code structure}, or the value of a constant. */
    int number(String name) {
        return Objects.requireNonNull(numbers.get(name), name);
    }
}
