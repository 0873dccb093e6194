/** How an implementation of the SDK joins: one provider for each URI scheme. */
@NullMarked
package io.ipdk.spi;

import org.jspecify.annotations.NullMarked;
