package org.ringback.shell.internal;

import java.util.stream.Collectors;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.ringback.api.EquipmentId;
import org.ringback.api.Secret;

/** The command {@code password}. Thread-safe. */
@Component(
        service = Command.class,
        property = {"osgi.command.scope=ringback", "osgi.command.function=password"})
public final class PasswordCommand extends Command {
    private final Roles roles;

    /**
     * Makes the command.
     *
     * @param roles finds the roles of this process
     */
    @Activate
    public PasswordCommand(@Reference Roles roles) {
        super("password");
        this.roles = roles;
    }

    /**
     * Reads a password from standard input and stores its password information.
     *
     * @param session has the streams of the command
     * @param at {@code acceptor} or {@code issuer}, if both run here
     * @param equipment the equipment of the password
     * @param rest must be empty: a password in a command line would be seen by others
     */
    @Example("password lamp-1")
    @Descriptor("set the password of equipment; an issuer keeps it for ringing (acceptor, issuer)")
    public void password(
            CommandSession session,
            @Descriptor("ROLE: acceptor or issuer; needed only where both run")
                    @Parameter(
                            names = {"--at"},
                            absentValue = "")
                    String at,
            @Descriptor("EQUIPMENT: its name here") String equipment,
            @Descriptor(
                            "< FILE: the password, one line on standard input; a later one takes its place, none takes it away")
                    String... rest) {
        StandardInput.only("password " + equipment, rest);
        EquipmentId id = new EquipmentId(equipment);
        boolean acceptor = roles.atAcceptor(at);
        requireKnown(id, acceptor);
        String older = acceptor ? grantsWithoutPassword(id) : "";
        Terminal terminal = Terminal.of(session);
        Secret password = terminal.secretLine("the password");
        try {
            roles.acts()
                    .on(
                            "password",
                            id.value(),
                            acceptor
                                    ? roles.acceptor().password(id, password)
                                    : roles.issuer().password(id, password));
        } finally {
            password.destroy();
        }
        terminal.err().println("The password of " + id + " is " + (acceptor ? "set." : "kept for later rings."));
        if (!older.isEmpty()) {
            terminal.err()
                    .println(
                            "Grants made before ask for no password; unless 'systems' is configured they are refused from"
                                    + " now on: revoke and grant anew for " + older + ".");
        }
    }

    /** Refuses unknown equipment before a person types the password. */
    private void requireKnown(EquipmentId id, boolean acceptor) {
        boolean known = acceptor
                ? roles.acceptor().equipment(id).isPresent()
                : roles.issuer().granted(id).isPresent();
        if (!known) {
            throw CommandFailure.refused("password: " + id
                    + (acceptor
                            ? " is not of this gateway (expected: one that has joined; next: join)"
                            : " is not granted to this issuer (expected: one that is; next: accept-grant, with the"
                                    + " string of its owner)"));
        }
    }

    /** Says that grants made before will not ask for the password: whether a grant does is fixed when it is made. */
    private String grantsWithoutPassword(EquipmentId id) {
        return roles.acceptor().equipment(id).stream()
                .filter(one -> !one.passwordStored())
                .flatMap(one -> one.grants().stream())
                .filter(grant -> !grant.over())
                .map(grant -> grant.person().value())
                .distinct()
                .collect(Collectors.joining(", "));
    }
}
