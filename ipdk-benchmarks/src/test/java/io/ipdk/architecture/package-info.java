/** The rules of docs/architecture.md that a machine can check. They live in the module that sees all others. */
@NullMarked
package io.ipdk.architecture;

import org.jspecify.annotations.NullMarked;
