package org.ringback.runtime;

/**
 * An issuer that {@code ringback ring} runs in its own process for one ring. Other {@code ring} commands at that home
 * may use it meanwhile: it stays until they are done. Used by one thread, except by signals.
 */
final class BriefIssuer implements AutoCloseable {
    /** Who still uses it. */
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

    /** Starts it; from then on a signal to stop reports that the ring was not answered. */
    static BriefIssuer start(Home home, WhenAsked whenAsked) throws Failure {
        Installation installation = Installation.here();
        BriefIssuer issuer = new BriefIssuer(
                whenAsked, RunningProgram.start(installation, installation.feature("issuer"), home, whenAsked, true));
        Signal.HUP.takenBy(issuer::hangUp);
        return issuer;
    }

    /** Waits until it can ring; returns the shell for its commands. */
    LocalShell ready(boolean quiet) throws Failure, InterruptedException {
        return program.ready(quiet)
                .orElseThrow(() -> Failure.usage("the local socket is off (expected: socket = run/shell.sock, in "
                        + program.home().config() + ")"));
    }

    /** Waits for the rings of others, after this process's own ring is over with a known exit code. */
    void awaitOthers(int exit) {
        whenAsked.becomes(exit);
        use = Use.OTHERS;
        program.awaitOthers();
    }

    /** Waits while a port is forwarded, until it is asked to stop or somebody hangs up. */
    void awaitEnd() {
        whenAsked.becomes(0);
        program.say("the port stays until this program is asked to stop (Ctrl-C, SIGTERM), or its terminal"
                + " closes (SIGHUP, unless under nohup)");
        program.awaitOthers();
    }

    /**
     * Handles SIGHUP, which ssh sends when it no longer needs its proxy command, and a terminal when it closes: ends
     * this process's own ring, once no other ring uses the process.
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
