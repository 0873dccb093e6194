/** The session with a target: arbitration, take-over, reconnection and what is restored after it. */
@NullMarked
package io.ipdk.p4runtime.session;

import org.jspecify.annotations.NullMarked;
