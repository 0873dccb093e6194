/** Values as P4 sees them: canonical byte strings, addresses, translated strings, and structured data with their types. */
@NullMarked
package io.ipdk.p4runtime.value;

import org.jspecify.annotations.NullMarked;
