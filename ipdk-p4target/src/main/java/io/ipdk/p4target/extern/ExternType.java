package io.ipdk.p4target.extern;

import java.util.Map;
import java.util.Set;

/**
 * A kind of extern that programs may instantiate, given with the pipeline's options. Thread-safe.
 *
 * <p>A P4 call {@code name.method(args)} of an instance of extern type {@code Type} arrives as a call of that method.
 */
public interface ExternType {
    /** The extern type's name in P4. */
    String name();

    /** The methods that may be called; a program that calls another is refused when it is loaded. */
    Set<String> methods();

    /**
     * Makes an instance.
     *
     * @param instance its fully qualified name
     * @param attributes its constructor's arguments: {@link java.math.BigInteger} or {@link String}, by name
     */
    ExternObject create(String instance, Map<String, Object> attributes);
}
