package io.logferry.tool;

import java.util.List;

/**
 * What repair did to a slot. Immutable.
 *
 * @param slot the folder's name
 * @param folder the folder
 * @param inUse false
 * @param dryRun nothing was changed: actions are what would be done
 * @param actions one sentence each
 */
record RepairReport(String slot, String folder, boolean inUse, boolean dryRun, List<String> actions) {}
