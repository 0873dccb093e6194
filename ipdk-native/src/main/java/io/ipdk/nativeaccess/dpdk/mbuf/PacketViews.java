package io.ipdk.nativeaccess.dpdk.mbuf;

import org.jspecify.annotations.Nullable;

/**
 * The views that a burst has handed out, one object for each place, used again and again. Confined to one thread (that of
 * the burst).
 */
final class PacketViews {
    private final @Nullable PacketByteBuf[] views;
    private int highest = -1;

    PacketViews(int capacity) {
        views = new PacketByteBuf[capacity];
    }

    PacketByteBuf of(int index, long mbuf) {
        PacketByteBuf view = views[index];
        if (view == null) {
            view = new PacketByteBuf();
            views[index] = view;
        }
        highest = Math.max(highest, index);
        view.show(Mbuf.data(mbuf), Mbuf.dataLength(mbuf), Mbuf.dataLength(mbuf) + Mbuf.tailroom(mbuf));
        return view;
    }

    /** Whoever still holds a view is refused from now on. */
    void invalidate() {
        for (int i = 0; i <= highest; i++) {
            PacketByteBuf view = views[i];
            if (view != null) {
                view.hide();
            }
        }
        highest = -1;
    }
}
