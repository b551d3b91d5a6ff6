package io.logferry.sender;

import io.logferry.spill.Journal;
import io.logferry.spill.Slot;

/**
 * A claimed slot and its opened journal. Sender thread only.
 *
 * @param slot the folder, locked
 * @param journal the frames in it
 */
public record Spill(Slot slot, Journal journal) {}
