/** The door to native code: the only place that calls C or touches raw addresses. */
@NullMarked
package io.ipdk.nativeaccess;

import org.jspecify.annotations.NullMarked;
