/** What an application implements to bring its own externs to a P4 program. */
@NullMarked
package io.ipdk.p4target.extern;

import org.jspecify.annotations.NullMarked;
