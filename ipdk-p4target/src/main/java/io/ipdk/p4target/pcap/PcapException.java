package io.ipdk.p4target.pcap;

import io.ipdk.error.IpdkException;
import org.jspecify.annotations.Nullable;

/** A capture file cannot be read or written; the message names the file and the packet. Not retryable. */
public final class PcapException extends IpdkException {
    private static final long serialVersionUID = 1L;

    PcapException(String problem, String advice) {
        this(problem, advice, null);
    }

    PcapException(String problem, String advice, @Nullable Throwable cause) {
        super(problem, advice, false, cause);
    }
}
