/** The software IPU: the provider behind {@code soft:} that serves real virtio devices from this JVM. */
@NullMarked
package io.ipdk.softipu;

import org.jspecify.annotations.NullMarked;
