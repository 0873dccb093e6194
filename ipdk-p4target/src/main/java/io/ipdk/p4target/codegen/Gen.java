package io.ipdk.p4target.codegen;

import io.ipdk.p4target.extern.ExternType;
import io.ipdk.p4target.program.Program;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What all parts of one generated class share: the program, the names, and members that are made on demand. */
final class Gen {
    final Program program;
    final Map<String, ExternType> externTypes;
    final Map<String, Integer> actionNumbers;
    final Names names = new Names();
    private final Map<String, String> methods = new LinkedHashMap<>();
    private final List<String> members = new ArrayList<>();
    private final Map<String, String> constants = new LinkedHashMap<>();
    private final Map<Integer, Integer> temps = new LinkedHashMap<>();
    private int scratchBytes = 64;

    Gen(Program program, Map<String, ExternType> externTypes, Map<String, Integer> actionNumbers) {
        this.program = program;
        this.externTypes = externTypes;
        this.actionNumbers = actionNumbers;
    }

    /** A method that is written once, when first asked for. */
    String method(String name, java.util.function.Supplier<String> source) {
        if (!methods.containsKey(name)) {
            methods.put(name, "");
            methods.put(name, source.get());
        }
        return name;
    }

    void member(String line) {
        members.add(line);
    }

    /** Makes the scratch area at least so long. */
    void scratch(int bytes) {
        scratchBytes = Math.max(scratchBytes, bytes);
    }

    int scratchBytes() {
        return scratchBytes;
    }

    /** The name of an array that holds a number in so many longs. */
    String constant(BigInteger value, int limbs) {
        StringBuilder literal = new StringBuilder("{");
        for (int i = 0; i < limbs; i++) {
            literal.append(i == 0 ? "" : ", ")
                    .append(literal(value.shiftRight(64 * i).longValue()));
        }
        return constants.computeIfAbsent(literal.append('}').toString(), key -> "C" + constants.size());
    }

    /** The name of a temporary of so many longs; those of one statement have different numbers. */
    String temp(int limbs, int number) {
        temps.merge(limbs, number + 1, Math::max);
        return "t" + limbs + "_" + number;
    }

    static String literal(long value) {
        if (value == Long.MIN_VALUE) {
            return "Long.MIN_VALUE";
        }
        return value > -1000 && value < 1000 ? value + "L" : "0x" + Long.toHexString(value) + "L";
    }

    void write(Code code) {
        constants.forEach((literal, name) -> code.line("private static final long[] " + name + " = " + literal + ";"));
        temps.forEach((limbs, count) -> {
            for (int i = 0; i < count; i++) {
                code.line("private final long[] t" + limbs + "_" + i + " = new long[" + limbs + "];");
            }
        });
        members.forEach(code::line);
        for (String source : methods.values()) {
            code.blank();
            source.lines().map(String::strip).forEach(code::line);
        }
    }
}
