/** What generation must keep: names and numbers on the wire, names in Java. */
@NullMarked
package org.p4.v1;

import org.jspecify.annotations.NullMarked;
