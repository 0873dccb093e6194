package io.ipdk.p4target.codegen;

import io.ipdk.p4target.P4LoadException;
import io.ipdk.p4target.program.SourceInfo;

/** Says no to a program, naming what it uses and where. */
final class Refused {
    private Refused() {}

    static P4LoadException because(String what) {
        return new P4LoadException(what + " is not supported", "write the program without it");
    }

    static P4LoadException because(String what, SourceInfo source) {
        return new P4LoadException(what + " is not supported, at " + source, "write the program without it");
    }
}
