/**
 * The command line for what applications left on disk: {@code inspect}, {@code verify}, {@code cat}, {@code replay} and
 * {@code repair} of a spill.dir or of one slot's folder.
 *
 * <p>Owner: the main thread; a replay has the sender's thread beside it, and a shutdown hook.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>A slot's lock is taken before anything in it is read. A slot that a running application holds is left alone.
 *       inspect, verify, cat and a dry run give it back when all files are open: an application that starts then gets its
 *       slot, and what it delivers and deletes can still be read. Its start appends to no file that was there before.
 *   <li>repair and replay make files only as the user to whom the slot's folder belongs.
 *   <li>inspect, verify, cat and a dry run create and change nothing, not even a lock file.
 *   <li>No frame stays in memory longer than it is looked at: a backlog of any size takes some megabytes.
 *   <li>repair keeps every byte that it takes out of a file, except torn tails; replay removes what the sink has, as the
 *       application itself would.
 *   <li>What was asked for goes to standard output, sentences and progress to standard error.
 * </ul>
 *
 * <p>Exit codes, the highest of all slots: 0 done and all is well; 1 damage found, or not everything delivered; 2 wrong
 * usage; 3 a slot is in use; 4 input or output failed.
 *
 * <p>JSON: one object with the array {@code slots}, for each slot {@code slot}, {@code folder}, {@code inUse}, and unless
 * that is true the components of {@link io.logferry.tool.SlotReport}, {@link io.logferry.tool.VerifyReport}, {@link
 * io.logferry.tool.ReplayReport} or {@link io.logferry.tool.RepairReport}. A field that is not known is absent; times are
 * ISO 8601 in UTC.
 */
@NullMarked
package io.logferry.tool;

import org.jspecify.annotations.NullMarked;
