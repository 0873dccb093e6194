/**
 * How the software IPU reaches the machine it serves: plugging a device whose back end listens on a vhost-user socket,
 * and reading back what the host really has.
 */
@NullMarked
package io.ipdk.softipu.bus;

import org.jspecify.annotations.NullMarked;
