/** What tests of infrastructure applications need: a software IPU for JUnit, peers, faults and leak checks. */
@NullMarked
package io.ipdk.testkit;

import org.jspecify.annotations.NullMarked;
