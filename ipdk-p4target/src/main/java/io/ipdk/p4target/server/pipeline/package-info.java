/** Forwarding pipelines: verified, saved, committed, reconciled. */
@NullMarked
package io.ipdk.p4target.server.pipeline;

import org.jspecify.annotations.NullMarked;
