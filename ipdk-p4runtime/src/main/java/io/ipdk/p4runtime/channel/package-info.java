/** The connection: address, TLS, credentials, interceptors and limits. */
@NullMarked
package io.ipdk.p4runtime.channel;

import org.jspecify.annotations.NullMarked;
