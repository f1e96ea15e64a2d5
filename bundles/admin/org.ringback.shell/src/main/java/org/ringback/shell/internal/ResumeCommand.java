package org.ringback.shell.internal;

import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.ringback.api.EquipmentId;

/** The command {@code resume}. Thread-safe. */
@Component(
        service = Command.class,
        property = {"osgi.command.scope=ringback", "osgi.command.function=resume"})
public final class ResumeCommand extends Command {
    private final Roles roles;

    /**
     * Makes the command.
     *
     * @param roles finds the roles of this process
     */
    @Activate
    public ResumeCommand(@Reference Roles roles) {
        super("resume");
        this.roles = roles;
    }

    /**
     * Gives a suspended permission back.
     *
     * @param session has the streams of the command
     * @param grant which grant; empty for all of that person's
     * @param equipment which equipment
     * @param person the person it was granted to
     */
    @Example("resume lamp-1 anna")
    @Descriptor("give back what was suspended (acceptor)")
    public void resume(
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
        roles.acts().on("resume", of + " for " + who + which, roles.acceptor().resume(of, who, grant));
        Terminal.of(session)
                .err()
                .println(person
                        + (before.none()
                                ? " may not ring " + equipment + which + ": the grant has ended. Next: grant "
                                        + equipment + " " + person
                                : before.anySuspended()
                                        ? " may ring " + equipment + which + " again, as before it was suspended."
                                        : " was not suspended for " + equipment + which + ": nothing was changed."));
    }
}
