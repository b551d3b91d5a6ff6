package io.logferry.tool;

/**
 * In place of a report. Immutable.
 *
 * @param slot the folder's name
 * @param folder the folder
 * @param inUse true: a running application holds it
 */
record SlotInUse(String slot, String folder, boolean inUse) {
    static SlotInUse of(FoundSlot slot) {
        return new SlotInUse(slot.id(), slot.folder().toString(), true);
    }
}
