package io.ipdk.p4runtime.read;

import io.ipdk.error.IpdkException;
import org.jspecify.annotations.Nullable;
import org.p4.v1.ReadResponse;

/** Who consumes a Read's messages. Confined to one thread at a time (the call's). */
interface ReadSink {
    void onMessage(ReadResponse message);

    /**
     * No more comes.
     *
     * @param failure null = all has come
     */
    void onEnd(@Nullable IpdkException failure);
}
