package io.ipdk.p4target.extern;

/** An instance of an extern. Thread-safe: packet threads call it at the same time. */
public interface ExternObject {
    /**
     * Runs a method. Must not block and should not allocate.
     *
     * @param method its name
     * @param args values in, results out
     */
    void call(String method, ExternArguments args);
}
