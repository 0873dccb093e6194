package io.ipdk.examples.p4;

/** How answers are written. */
enum OutputFormat {
    /** For people. */
    TABLE,
    /** An array of objects, for programs. */
    JSON
}
