package org.ringback.runtime;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options that set up an issuer, for {@code issuer} and {@code ring}. */
final class IssuerOptions {
    @Option(
            names = "--join",
            paramLabel = "FILE",
            description = "the server's enrolment string for an issuer; a grant enrols by itself")
    private List<String> joins = new ArrayList<>();

    @Option(
            names = "--accept-grant",
            paramLabel = "[NAME=]FILE",
            description =
                    "the grant string of the equipment's owner: the equipment is called NAME here, as where another"
                            + " server has one of the same ID; repeatable")
    private List<String> grants = new ArrayList<>();

    @Option(
            names = "--replace",
            description =
                    "with --accept-grant: a grant of other equipment of that name goes; without it such a string is"
                            + " refused")
    private boolean replace;

    @Option(
            names = "--password-file",
            paramLabel = "EQUIPMENT=FILE",
            description =
                    "the password as the owner told it, alone in FILE, in one line; kept anew when FILE was written since; repeatable")
    private Map<String, String> passwords = new LinkedHashMap<>();

    List<String> standardInputs() {
        return new Inputs()
                .add("--join", joins)
                .addNamed("--accept-grant", NamedFile.all(grants))
                .add("--password-file", passwords.values())
                .standard();
    }

    void checkWords() throws Failure {
        NamedFile.check("--accept-grant", grants);
        CheckedWords.ids("--password-file", passwords.keySet());
    }

    boolean any() {
        return !(joins.isEmpty() && grants.isEmpty() && passwords.isEmpty());
    }

    void setUp(SetUp setUp) throws Failure {
        for (String file : joins) {
            setUp.take("--join", "join --at issuer", new TextFile(file));
        }
        for (NamedFile one : NamedFile.all(grants)) {
            setUp.take("--accept-grant", one.named("accept-grant" + (replace ? " --replace" : "")), one.file());
        }
        for (Map.Entry<String, String> one : passwords.entrySet()) {
            setUp.issuerPassword(one.getKey(), new TextFile(one.getValue()));
        }
    }
}
