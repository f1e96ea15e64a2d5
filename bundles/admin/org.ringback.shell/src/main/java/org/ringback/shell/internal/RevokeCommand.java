package org.ringback.shell.internal;

import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.ringback.api.EquipmentId;
import org.ringback.api.control.Revocation;

/** The command {@code revoke}. Thread-safe. */
@Descriptor("end an enrolment, at its server, or take a permission back, at its gateway; at once")
@Component(
        service = Command.class,
        property = {"osgi.command.scope=ringback", "osgi.command.function=revoke"})
public final class RevokeCommand extends Command {
    private final Roles roles;

    /**
     * Makes the command.
     *
     * @param roles finds the roles of this process
     */
    @Activate
    public RevokeCommand(@Reference Roles roles) {
        super("revoke");
        this.roles = roles;
    }

    /**
     * Ends an enrolment, at the server.
     *
     * @param session has the streams of the command
     * @param id the ID that is enrolled
     */
    @Example("revoke lamp-1")
    @Descriptor("end an enrolment with its leases, rings and connections, or a string that nobody used; at once"
            + " (server)")
    public void revoke(CommandSession session, @Descriptor("ID: equipment or issuer ID") String id) {
        if (roles.findServer().isEmpty() && roles.findAcceptor().isPresent()) {
            throw CommandFailure.usage("revoke: at a gateway two names are needed (expected: revoke EQUIPMENT PERSON)");
        }
        EquipmentId revoked = Ids.any(id);
        Revocation ended = roles.acts()
                .on(
                        "revoke",
                        revoked.value(),
                        done -> revoked + (done.enrolment() || !done.string() ? "" : ", its unused string"),
                        roles.server().revoke(revoked));
        Terminal.of(session).err().println(id + words(ended));
    }

    private static String words(Revocation ended) {
        if (ended.enrolment()) {
            return " is revoked: it may ask for nothing any more."
                    + (ended.string() ? " The string made for it, which nobody used, is void." : "");
        }
        return ended.string()
                ? ": the string made for it is void; nobody had joined by it."
                : " was revoked before: it may ask for nothing.";
    }

    /**
     * Takes a permission back, at the gateway.
     *
     * @param session has the streams of the command
     * @param grant which grant; empty for all of that person's
     * @param equipment which equipment
     * @param person the person it was granted to
     */
    @Example({"revoke lamp-1 anna", "revoke lamp-1 anna --grant 3f2a"})
    @Descriptor("take a permission back and cut its conversations (acceptor)")
    public void revoke(
            CommandSession session,
            @Descriptor("GRANT: only this one, by its ID or the beginning of it; 'status --of EQUIPMENT' lists them")
                    @Parameter(
                            names = {"--grant"},
                            absentValue = "")
                    String grant,
            @Descriptor("EQUIPMENT: its name here") String equipment,
            @Descriptor("PERSON: the name that it was granted to") String person) {
        EquipmentId of = new EquipmentId(equipment);
        EquipmentId from = Ids.person(person);
        String which = Ids.byGrant(grant);
        roles.acts().on("revoke", of + " from " + from + which, roles.acceptor().revoke(of, from, grant));
        Terminal.of(session).err().println(person + " may not ring " + equipment + which + " any more.");
    }
}
