@NullMarked
package io.ipdk.testkit.p4runtime.conformance;

import org.jspecify.annotations.NullMarked;
