package org.ringback.shell.internal;

import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.ringback.api.EquipmentId;

/** The command {@code suspend}. Thread-safe. */
@Component(
        service = Command.class,
        property = {"osgi.command.scope=ringback", "osgi.command.function=suspend"})
public final class SuspendCommand extends Command {
    private final Roles roles;

    /**
     * Makes the command.
     *
     * @param roles finds the roles of this process
     */
    @Activate
    public SuspendCommand(@Reference Roles roles) {
        super("suspend");
        this.roles = roles;
    }

    /**
     * Suspends a permission.
     *
     * @param session has the streams of the command
     * @param grant which grant; empty for all of that person's
     * @param equipment which equipment
     * @param person the person it was granted to
     */
    @Example({"suspend lamp-1 anna", "suspend lamp-1 anna --grant 3f2a"})
    @Descriptor("keep a person out for now, as if taken back, and end the calls; resume gives it back (acceptor)")
    public void suspend(
            CommandSession session,
            @Descriptor("GRANT: only this one, by its ID or the beginning of it; 'status --of EQUIPMENT' lists them")
                    @Parameter(
                            names = {"--grant"},
                            absentValue = "")
                    String grant,
            @Descriptor("EQUIPMENT: its name here") String equipment,
            @Descriptor("PERSON: the name that it was granted to") String person) {
        EquipmentId of = new EquipmentId(equipment);
        EquipmentId who = Ids.person(person);
        String which = Ids.byGrant(grant);
        StandingGrants before = StandingGrants.of(roles.acceptor(), of, who, grant);
        roles.acts().on("suspend", of + " for " + who + which, roles.acceptor().suspend(of, who, grant));
        Terminal.of(session)
                .err()
                .println(person
                        + (before.none()
                                ? " may not ring " + equipment + which + " in any case: the grant has ended."
                                : (before.allSuspended()
                                                ? " is suspended for " + equipment + which
                                                        + " already, and nothing was changed: until '"
                                                : " may not ring " + equipment + which + " until '")
                                        + "resume " + equipment + " " + person + "'."));
    }
}
