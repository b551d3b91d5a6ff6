package io.logferry.tls;

/** A file that cannot be used; its message is a clause that follows the file's name. */
final class UnusableException extends Exception {
    private static final long serialVersionUID = 1;

    UnusableException(String clause) {
        super(clause);
    }

    /** The clause. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
