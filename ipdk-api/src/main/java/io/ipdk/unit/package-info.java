/** Units as types: a quantity says what it is, so that bits never pass for bytes. */
@NullMarked
package io.ipdk.unit;

import org.jspecify.annotations.NullMarked;
