/**
 * The durable FIFO of frames: a slot (one folder, one owner, one stream identity), in it segments that are appended to
 * at the end and read once from the beginning, and a cursor that says up to where everything is settled.
 *
 * <p>Owner: the sender thread; an interrupt closes its files, so nobody else touches them. {@link Disk#lock} and hence
 * {@link Slot} may be used by any thread. {@link SlotFolder} is for tools, which look at a slot without an owner.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>Disk first, memory after: a frame counts when its last byte is written (and forced, with sync=frame); after a
 *       failure the segment ends where it ended before, and whatever lies behind is never read: the next segment's
 *       header says how many records were appended before it.
 *   <li>A segment is appended to by the start that created it only; no segment number is used twice.
 *   <li>The cursor says that frames are settled before their segment goes, or at least tries to.
 *   <li>Every record on disk is accounted for once: loaded, settled before, damaged, or dropped.
 *   <li>What is read and bad, or gone, is a loss that is reported; reading goes on behind it.
 *   <li>What cannot be read now (an interrupt, no free file handle, a broken disk) is no loss: nothing advances, it is
 *       tried again, and given up after a minute. A segment that cannot be read at start-up counts nothing until it
 *       can; then its records are found, or they never counted. Nothing is a reason not to start.
 *   <li>A file whose force failed is not forced again.
 * </ul>
 *
 * Files: beside the folder {@code <source>-<appenderName>-<n>} its {@code .lock}; in the folder {@code identity},
 * {@code cursor}, {@code <number>.seg}, {@code <number>.seg.damaged} (set aside) and {@code <number>.dead} (dead letters,
 * format of a segment, ordinal -1); numbers in 16 hexadecimal digits. What replaces a file is made as {@code .new} and
 * renamed; what was not renamed goes at the next claim. All integers little-endian; CRC32C.
 *
 * <pre>
 *   Segment: this header, then frames back to back
 *   0        4         8                16                               32
 *   +--------+---------+----------------+--------------------------------+
 *   | magic  | version | segment number | stream id, high then low half  |
 *   +--------+---------+----------------+--------------------------------+
 *   32               40               48                  56     60     64
 *   +----------------+----------------+-------------------+------+------+
 *   | epoch and seq before its first  | records appended  | zero | CRC  |
 *   | frame                           | ever before it    |      | 0-59 |
 *   +---------------------------------+-------------------+------+------+
 *   magic = FF 4C 46 53, version = 1
 *
 *   Cursor and identity: 8192 bytes, two copies at 0 and 4096, the good one with the higher generation is valid
 *   0        4             12                                44     48
 *   +--------+-------------+---------------------------------+------+
 *   | magic  | generation  | content                         | CRC  | over the file's name, then 0-43
 *   +--------+-------------+---------------------------------+------+
 *   magic = FF 4C 46 54
 *   cursor content:   settled epoch, settled seq, records ever appended up to there, highest segment number
 *   identity content: stream id (16 bytes), epoch, fenced (0 or 1)
 * </pre>
 */
@NullMarked
package io.logferry.spill;

import org.jspecify.annotations.NullMarked;
