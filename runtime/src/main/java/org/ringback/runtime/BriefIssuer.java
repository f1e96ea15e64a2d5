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

    private final WhenAsked whenAsked;
    private final RunningProgram program;
    private volatile Use use = Use.OWN;

    private BriefIssuer(WhenAsked whenAsked, RunningProgram program) {
        this.whenAsked = whenAsked;
        this.program = program;
    }

    /** From its very beginning whoever asks it to stop learns that the ring was not answered. */
    static BriefIssuer start(Home home, WhenAsked whenAsked) throws Failure {
        Installation installation = Installation.here();
        BriefIssuer issuer = new BriefIssuer(
                whenAsked, RunningProgram.start(installation, installation.feature("issuer"), home, whenAsked));
        Signal.HUP.takenBy(issuer::hangUp);
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
        whenAsked.becomes(exit);
        use = Use.OTHERS;
        program.awaitOthers();
    }

    /** The own call stands: it stays until it is asked to stop, or no call is left; how others' ended is theirs. */
    void awaitEnd(String equipment) throws Failure {
        whenAsked.becomes(0);
        program.say("the call stands until this program is asked to stop (Ctrl-C, SIGTERM), or its terminal"
                + " closes (SIGHUP, unless under nohup)");
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
            whenAsked.stop(Signal.HUP);
        }
    }

    @Override
    public void close() {
        use = Use.NOBODY;
        program.close();
    }
}
