package io.logferry.tool;

/**
 * Something worth a sentence. Immutable.
 *
 * @param file the name of a file in the slot's folder
 * @param offset where in it
 * @param what what is wrong, or only noteworthy
 */
record Finding(String file, long offset, String what) {
    @Override
    public String toString() {
        return file + " offset=" + offset + ": " + what;
    }
}
