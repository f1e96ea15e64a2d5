package org.ringback.shell.internal;

import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.ringback.api.EquipmentId;

/** The command {@code clear-alarm}. Thread-safe. */
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
}
