/** How requests fail: P4Runtime's canonical codes, for whole calls and for single updates. */
@NullMarked
package io.ipdk.p4target.server.status;

import org.jspecify.annotations.NullMarked;
