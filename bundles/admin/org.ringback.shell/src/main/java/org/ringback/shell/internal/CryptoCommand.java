package org.ringback.shell.internal;

import java.util.List;
import java.util.stream.Collectors;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.ringback.api.control.CryptoUse;

/** The command {@code crypto}. Thread-safe. */
@Component(
        service = Command.class,
        property = {"osgi.command.scope=ringback", "osgi.command.function=crypto"})
public final class CryptoCommand extends Command {
    private final Roles roles;
    private final Forwards forwards;

    /**
     * Tells which crypto protects what.
     *
     * @param roles know the crypto in use
     * @param forwards knows all calls
     */
    @Activate
    public CryptoCommand(@Reference Roles roles, @Reference Forwards forwards) {
        super("crypto");
        this.roles = roles;
        this.forwards = forwards;
    }

    /**
     * Lists the crypto that is used, stands by or went; or ends the calls of one that is not used.
     *
     * @param session whose streams are used
     * @param cut a bundle's number; empty to list
     * @param json whether a program reads it
     */
    @Fields({
        "crypto[].bundle: the number of its bundle",
        "crypto[].name: its symbolic name",
        "crypto[].version: its version",
        "crypto[].since: when it came",
        "crypto[].state: used, standing by or gone",
        "crypto[].connections: how many it protects"
    })
    @Example({"crypto", "crypto --cut 31"})
    @Descriptor("which bundle's crypto is used, stands by or went, and how many connections each protects")
    public void crypto(
            CommandSession session,
            @Descriptor("NUMBER: end the calls that its crypto, which is not used any more, still protects; without it"
                            + " they move or go on until they end")
                    @Parameter(
                            names = {"--cut"},
                            absentValue = "")
                    String cut,
            @AsJson boolean json) {
        List<CryptoUse> uses = roles.crypto();
        Terminal terminal = Terminal.of(session);
        if (!cut.isEmpty()) {
            CryptoUse former = former(uses, cut);
            forwards.cut(former.bundle());
            roles.acts().told("cut", "calls of " + former.name() + " " + former.version(), "done");
            terminal.err()
                    .println("Cut: the calls that " + former.name() + " " + former.version() + " protects. Of its "
                            + former.sessions() + (former.sessions() == 1 ? " connection" : " connections")
                            + " what is no call ends by itself.");
        } else if (json) {
            terminal.out()
                    .println(Json.write(Json.list(
                            "crypto", uses.stream().map(StatusJson::crypto).toList())));
        } else if (uses.isEmpty()) {
            terminal.err().println("No crypto was ever here.");
        } else {
            StatusText.everyCrypto(uses, terminal.out());
        }
    }

    private static CryptoUse former(List<CryptoUse> uses, String cut) {
        List<CryptoUse> unused =
                uses.stream().filter(one -> one.state() != CryptoUse.State.USED).toList();
        return unused.stream()
                .filter(one -> String.valueOf(one.bundle()).equals(cut))
                .findFirst()
                .orElseThrow(() -> CommandFailure.refused("--cut: " + cut + ": no bundle whose crypto was used before"
                        + " (expected: "
                        + (unused.isEmpty()
                                ? "one that crypto lists and does not use; there is none"
                                : unused.stream()
                                        .map(one -> one.bundle() + ", " + one.name() + " " + one.version())
                                        .collect(Collectors.joining("; ")))
                        + ")"));
    }
}
