/** The laws of the API as tests: every provider runs them, for every kind of device. */
@NullMarked
package io.ipdk.testkit.contract;

import org.jspecify.annotations.NullMarked;
