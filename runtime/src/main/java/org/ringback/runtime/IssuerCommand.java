package org.ringback.runtime;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ringback issuer}: the caller's side, ready for rings. */
@Command(
        name = "issuer",
        description = "Runs the issuer, which rings equipment, in the foreground until it is asked to stop (Ctrl-C,"
                + " SIGTERM).",
        footer = {
            "",
            "Ringing through it: ringback ring --home HOME lamp-1. Strings and passwords are read from files (-:"
                    + " standard input), never from the command line. What is done already is not done again."
        })
final class IssuerCommand extends ProgramCommand {
    @Mixin
    private IssuerOptions options = new IssuerOptions();

    IssuerCommand() {
        super("issuer");
    }

    @Override
    void checkOptions() throws Failure {
        super.checkOptions();
        options.checkWords();
    }

    @Override
    List<String> standardInputs() {
        return options.standardInputs();
    }

    @Override
    boolean needsShell() {
        return options.any();
    }

    @Override
    void setUp(SetUp setUp) throws Failure {
        options.setUp(setUp);
    }
}
