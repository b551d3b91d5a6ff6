package io.logferry.tool;

import java.util.List;

/**
 * What verify says of a slot. Immutable.
 *
 * @param slot the folder's name
 * @param folder the folder
 * @param inUse false
 * @param files how many files were checked
 * @param bytes their size
 * @param frames how many frames are whole
 * @param records how many records are in them
 * @param damageCount how many damages there are
 * @param damages the first thousand of them
 * @param notes what is no damage, but worth knowing: torn tails, missing segments, files that are not the journal's
 */
record VerifyReport(
        String slot,
        String folder,
        boolean inUse,
        int files,
        long bytes,
        long frames,
        long records,
        long damageCount,
        List<Finding> damages,
        List<Finding> notes) {}
