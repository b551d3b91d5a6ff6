package io.logferry.logback;

import io.logferry.ConfigText;

/** The element {@code <batch>}: when a batch of records is sealed and sent. One thread. */
public final class Batch {
    final ConfigText text = LogferryAppender.newText();

    /** When it has this size before compression: 4KB to 512KB, 128KB unless told. */
    public void setMaxBytes(String maxBytes) {
        text.set("batch.maxBytes", maxBytes);
    }

    /** When it holds this many records: 1 to 65535, 8192 unless told. */
    public void setMaxRecords(String maxRecords) {
        text.set("batch.maxRecords", maxRecords);
    }

    /** When its first record has waited this long: 0 to 60000, 50 unless told. */
    public void setLingerMillis(String lingerMillis) {
        text.set("batch.lingerMillis", lingerMillis);
    }
}
