/**
 * The vocabulary of the pipeline (positions, levels, drop reasons, how a marker's line begins) and the frame: a sealed,
 * compressed, checksummed batch of records, the same bytes on the wire and on disk.
 *
 * <p>Owner: {@link Batch} and {@link FrameEncoder} belong to the sender thread; everything else is immutable.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>A record is in the batch only after its last byte was written; an encoder that throws leaves the batch whole.
 *   <li>The records of a frame are numbered densely from its first seq; a frame never spans epochs.
 *   <li>No length read from bytes is believed before it is compared with its limit.
 *   <li>The header's checksum is seeded with the stream id: a frame of another stream never passes for ours.
 * </ul>
 *
 * Layout of a frame, little-endian; a reader refuses what is not exactly this:
 *
 * <pre>
 *   0        4       5       6              8               12              16
 *   +--------+-------+-------+--------------+---------------+---------------+
 *   | magic  |version| flags | header length| stored length |  raw length   |
 *   +--------+-------+-------+--------------+---------------+---------------+
 *   16                               24                                    32
 *   +--------------------------------+--------------------------------------+
 *   |             epoch              |               first seq              |
 *   +--------------------------------+--------------------------------------+
 *   32              36                                     48              52
 *   +---------------+--------------------------------------+---------------+
 *   | record count  | records per level, 6 x u16           | payload CRC32C |
 *   +---------------+--------------------------------------+---------------+
 *   52                                      60             64
 *   +---------------------------------------+--------------+
 *   | zero                                  | header CRC32C|  then the stored payload
 *   +---------------------------------------+--------------+
 *   magic = FF 4C 46 59 (FF never starts UTF-8 text), version = 1
 *   flags: bits 0-1 codec (0 raw, 1 LZ4 block, 2 zstd frame that has no checksum itself), bit 4 type (0 data, 1 END)
 *   header CRC32C = over the stream id's 16 bytes, then bytes 0 to 59
 *
 *   A record, in the raw payload:
 *   +---------------------+---------------------------+----------+------+
 *   | u32 body length     | i64 event time, ns since  | u8 level | body |
 *   |                     | 1970-01-01T00:00Z         |          |      |
 *   +---------------------+---------------------------+----------+------+
 * </pre>
 */
@NullMarked
package io.logferry.frame;

import org.jspecify.annotations.NullMarked;
