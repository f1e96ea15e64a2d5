package org.ringback.thermostat.internal;

/** Thrown for a request that gets an error as its answer. Has no stack trace, as the peer causes it. */
final class HttpProblem extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    /**
     * Makes the exception.
     *
     * @param status the answer's status code (RFC 9110 §15)
     * @param message what is wrong and what was expected, for the one who asked
     */
    HttpProblem(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    int status() {
        return status;
    }

    /** {@return what is wrong, in words} */
    String words() {
        return String.valueOf(getMessage());
    }
}
