/** The programmable pipeline of an IPU: where its controllers connect, what it runs, and how ports take part in it. */
@NullMarked
package io.ipdk.pipeline;

import org.jspecify.annotations.NullMarked;
