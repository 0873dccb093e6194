package io.ipdk.p4target.codegen;

import io.ipdk.p4target.program.HeaderInstance;
import io.ipdk.p4target.program.HeaderStack;
import java.util.List;

/** Pushing to and popping from stacks. */
final class StackCode {
    private final Gen gen;
    private final HeaderCode headers;

    StackCode(Gen gen) {
        this.gen = gen;
        headers = new HeaderCode(gen);
    }

    /** Moves all elements up; the first ones become invalid. */
    void push(Code out, HeaderStack stack, int count) {
        int size = stack.size();
        for (int i = size - 1; i >= count; i--) {
            move(out, stack, i - count, i);
        }
        for (int i = 0; i < Math.min(count, size); i++) {
            drop(out, stack, i);
        }
        String next = gen.names.next(stack);
        out.line(next + " = Math.min(" + next + " + " + count + ", " + size + ");");
    }

    /** Moves all elements down; the last ones become invalid. */
    void pop(Code out, HeaderStack stack, int count) {
        int size = stack.size();
        for (int i = 0; i + count < size; i++) {
            move(out, stack, i + count, i);
        }
        for (int i = Math.max(0, size - count); i < size; i++) {
            drop(out, stack, i);
        }
        String next = gen.names.next(stack);
        out.line(next + " = Math.max(" + next + " - " + count + ", 0);");
    }

    private static List<HeaderInstance> element(HeaderStack stack, int index) {
        return stack.ofUnions()
                ? stack.unions().get(index).headers()
                : List.of(stack.headers().get(index));
    }

    private void move(Code out, HeaderStack stack, int from, int to) {
        for (int i = 0; i < element(stack, to).size(); i++) {
            out.line(headers.assign(
                    element(stack, to).get(i), element(stack, from).get(i)));
        }
    }

    private void drop(Code out, HeaderStack stack, int index) {
        for (HeaderInstance header : element(stack, index)) {
            out.line(gen.names.valid(header) + " = false;");
        }
    }
}
