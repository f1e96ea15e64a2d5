package org.ringback.shell.internal;

import java.util.List;
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

    /**
     * Tells which crypto protects what.
     *
     * @param roles know the crypto in use
     */
    @Activate
    public CryptoCommand(@Reference Roles roles) {
        super("crypto");
        this.roles = roles;
    }

    /**
     * Lists the crypto that is used, stands by or went.
     *
     * @param session whose streams are used
     * @param json whether a program reads it
     */
    @Descriptor("which bundle's crypto is used, stands by or went, and how many connections each protects")
    public void crypto(
            CommandSession session,
            @Descriptor("print JSON")
                    @Parameter(
                            names = {"--json"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean json) {
        List<CryptoUse> uses = roles.crypto();
        Terminal terminal = Terminal.of(session);
        if (json) {
            terminal.out()
                    .println(Json.write(uses.stream().map(StatusJson::crypto).toList()));
        } else if (uses.isEmpty()) {
            terminal.err().println("No crypto was ever here.");
        } else {
            StatusText.everyCrypto(uses, terminal.out());
        }
    }
}
