/**
 * The driver's side of net devices over vhost-user: {@link io.ipdk.virtio.net.driver.VirtioNetDriver} is to a device what
 * a guest's driver is.
 */
@NullMarked
package io.ipdk.virtio.net.driver;

import org.jspecify.annotations.NullMarked;
