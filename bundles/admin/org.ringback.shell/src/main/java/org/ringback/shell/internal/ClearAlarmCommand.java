package org.ringback.shell.internal;

import java.io.IOException;
import java.util.List;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.ringback.api.EquipmentId;
import org.ringback.api.audit.AuditLog;

/** The command {@code clear-alarm}. Thread-safe. */
@Descriptor("acknowledge an alarm: of a gateway, at its server, or of the audit log")
@Component(
        service = Command.class,
        property = {"osgi.command.scope=ringback", "osgi.command.function=clear-alarm"})
public final class ClearAlarmCommand extends Command {
    private final Roles roles;

    /**
     * Makes the command.
     *
     * @param roles finds the roles of this process
     */
    @Activate
    public ClearAlarmCommand(@Reference Roles roles) {
        super("clear-alarm");
        this.roles = roles;
    }

    /**
     * Clears the alarm of a piece of equipment.
     *
     * @param session has the streams of the command
     * @param equipment the equipment that {@code status} warns of
     */
    @Example("clear-alarm lamp-1")
    @Descriptor("acknowledge the alarm about a copied or older gateway (server)")
    public void clearAlarm(CommandSession session, @Descriptor("ID: the equipment ID") String equipment) {
        EquipmentId id = new EquipmentId(equipment);
        roles.acts().on("clear-alarm", id.value(), roles.server().clearAlarm(id));
        Terminal.of(session).err().println(equipment + ": cleared; the next reason for an alarm is told anew.");
    }

    /**
     * Acknowledges what is wrong with the audit log.
     *
     * @param session has the streams of the command
     * @param audit whether that is meant
     */
    @Example("clear-alarm --audit")
    @Descriptor("acknowledge what 'audit verify' names as wrong, each in a line of the audit log; warnings tell no more"
            + " of it (server, acceptor, issuer)")
    public void clearAlarm(
            CommandSession session,
            @Descriptor("what is wrong with the audit log")
                    @Parameter(
                            names = {"--audit"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean audit) {
        if (!audit) {
            throw CommandFailure.usage("clear-alarm: ID is missing (expected: " + usage() + ")");
        }
        List<String> known = acknowledged(roles.acts().found());
        if (known.isEmpty()) {
            throw CommandFailure.refused(
                    "--audit: nothing is wrong that was not acknowledged (expected: what 'audit verify' names)");
        }
        Terminal terminal = Terminal.of(session);
        known.forEach(damage -> terminal.err().println("acknowledged: " + damage));
    }

    private static List<String> acknowledged(AuditLog log) {
        try {
            return Await.on(log.acknowledge());
        } catch (IOException e) {
            throw CommandFailure.refused("audit: cannot be read: " + e.getMessage()
                    + " (expected: HOME/state/audit, for this program to read)");
        }
    }
}
