/** Match tables that packet threads read without locks: persistent, sharing what did not change. */
@NullMarked
package io.ipdk.p4target.table;

import org.jspecify.annotations.NullMarked;
