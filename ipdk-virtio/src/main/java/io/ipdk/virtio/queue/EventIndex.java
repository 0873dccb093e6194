package io.ipdk.virtio.queue;

/** The rule of the event words (virtio 1.2, §2.7.7.2 and §2.7.10.2). Immutable. */
final class EventIndex {
    private EventIndex() {}

    /**
     * Whether an index, by moving forward, passed the entry the other side waits for.
     *
     * @param event the event word: the entry after which the other side wants to hear of it
     * @param index where the index is now
     * @param moved how far it came since the last time this was asked, positive
     */
    static boolean passed(int event, int index, int moved) {
        return ((index - event - 1) & 0xffff) < moved;
    }
}
