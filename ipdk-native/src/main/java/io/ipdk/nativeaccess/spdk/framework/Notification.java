package io.ipdk.nativeaccess.spdk.framework;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Something that happened to a block device.
 *
 * <p>Immutable.
 *
 * @param id grows by one from event to event
 * @param type {@code bdev_register}, {@code bdev_unregister} or {@code bdev_resize}
 * @param subject the block device
 */
public record Notification(long id, String type, String subject) {

    static Notification read(JsonNode node) {
        return new Notification(
                node.required("id").asLong(),
                node.required("type").asText(),
                node.path("ctx").asText());
    }
}
