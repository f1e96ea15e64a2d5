package org.ringback.runtime;

/**
 * An issuer that this process runs for one ring of its own. Others at that home may ring through it meanwhile: it stays until
 * they are done. Used by one thread, but for signals.
 */
final class BriefIssuer implements AutoCloseable {
    /** For whom it is there still. */
    private enum Use {
        OWN,
        OTHERS,
        NOBODY
    }

    private final RunningProgram program;
    private volatile Use use = Use.OWN;

    private BriefIssuer(RunningProgram program) {
        this.program = program;
    }

    static BriefIssuer start(Home home) throws Failure {
        Installation installation = Installation.here();
        BriefIssuer issuer = new BriefIssuer(RunningProgram.start(installation, installation.feature("issuer"), home));
        issuer.program.exitWhenAsked(ExitCode.TERMINATED);
        HangUp.takenBy(issuer::hangUp);
        return issuer;
    }

    /** Waits until it can ring, and returns its commands. */
    LocalShell ready(boolean quiet) throws Failure, InterruptedException {
        return program.ready(quiet)
                .orElseThrow(() -> Failure.usage("the local socket is off (expected: socket = run/shell.sock, in "
                        + program.home().config() + ")"));
    }

    /** The own ring is over and what it came to is known, whatever becomes of the others. */
    void awaitOthers(int exit) {
        program.exitWhenAsked(exit);
        use = Use.OTHERS;
        program.awaitOthers();
    }

    /** The own call stands: it stays until it is asked to stop, or no call is left; how others' ended is theirs. */
    void awaitEnd(String equipment) throws Failure {
        program.exitWhenAsked(0);
        program.say("the call stands until this program is asked to stop (Ctrl-C, SIGTERM)");
        Object why = program.awaitOthers().get(equipment);
        if (why != null) {
            throw new Failure("the call of " + equipment + " is over: " + why + "; next: ring again");
        }
    }

    /**
     * ssh sends SIGHUP when it no longer needs what carried it, and a terminal that closes does: that ends the own ring, as
     * soon as no other goes through this process.
     */
    private void hangUp() {
        if (use == Use.OWN) {
            program.awaitAllButOne();
        }
        if (use != Use.OTHERS) {
            System.exit(ExitCode.TERMINATED);
        }
    }

    @Override
    public void close() {
        use = Use.NOBODY;
        program.close();
    }
}
