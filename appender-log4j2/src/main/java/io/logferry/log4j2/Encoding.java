package io.logferry.log4j2;

import java.nio.ByteBuffer;

/** How one appender writes its events. Sender thread only, where nothing else is said. */
interface Encoding {
    /** Tells whether it looks into messages; otherwise their text is enough. Any thread. */
    boolean needsMessageObject();

    /** Writes as {@link io.logferry.frame.RecordEncoder#encode} says. */
    void encode(HeldEvent event, ByteBuffer into);
}
