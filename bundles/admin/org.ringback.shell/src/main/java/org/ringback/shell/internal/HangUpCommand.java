package org.ringback.shell.internal;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.ringback.api.Amount;
import org.ringback.api.EquipmentId;
import org.ringback.api.control.ForwardStatus;
import org.ringback.api.net.AddressText;

/** The command {@code hang-up}. Thread-safe. */
@Descriptor("close a forwarded port and end its call, or, at a gateway, end the calls of one person")
@Component(
        service = Command.class,
        property = {"osgi.command.scope=ringback", "osgi.command.function=hang-up"})
public final class HangUpCommand extends Command {
    private static final String ALL = "all";

    private final Roles roles;
    private final Forwards forwards;

    /**
     * Makes the command.
     *
     * @param roles finds the roles of this process, and records what is done
     * @param forwards has the ports that {@code ring --forward} opened
     */
    @Activate
    public HangUpCommand(@Reference Roles roles, @Reference Forwards forwards) {
        super("hang-up");
        this.roles = roles;
        this.forwards = forwards;
    }

    /**
     * Hangs up.
     *
     * @param session has the streams of the command
     * @param which where it listens, the nonce of its ring or the nonce's beginning, or {@code all}
     */
    @Example({"hang-up 8080", "hang-up all"})
    @Descriptor("close a forwarded port and end its call; a configured one stays (issuer)")
    public void hangUp(
            CommandSession session,
            @Descriptor("[HOST:]PORT|NONCE|all: where it listens, or its ring's nonce or the beginning of it")
                    String which) {
        if (forwards.all().isEmpty()
                && roles.findIssuer().isEmpty()
                && roles.findAcceptor().isPresent()) {
            throw CommandFailure.usage("hang-up: " + which
                    + ": no port is forwarded at a gateway (expected: hang-up --person PERSON; 'calls' names them)");
        }
        List<ForwardStatus> chosen = open().filter(one -> is(one, which)).toList();
        if (chosen.isEmpty() && which.equals(ALL)) {
            Terminal.of(session).err().println("No call stands: there was nothing to hang up.");
            return;
        }
        if (chosen.isEmpty() && forwards.all().stream().anyMatch(one -> is(one, which))) {
            throw CommandFailure.refused(
                    "hang-up: " + which + ": a port of the configuration, without a call at present"
                            + " (expected: one that has a call); next: take it out of the key forwards to close it");
        }
        if (chosen.isEmpty()) {
            throw CommandFailure.refused("hang-up: " + which + ": no such call stands (expected: " + expected() + ")");
        }
        if (chosen.size() > 1 && !which.equals(ALL)) {
            throw CommandFailure.usage("nonce: " + which + " (expected: more of it, it begins " + chosen.size() + ")");
        }
        long hungUp = chosen.stream().filter(forwards::hangUp).count();
        roles.acts().told("hang-up", which, "hung up: " + hungUp);
        boolean stay = chosen.stream().anyMatch(ForwardStatus::configured);
        Terminal.of(session)
                .err()
                .println("Hung up: " + hungUp
                        + (stay ? "; a port of the configuration stays, and rings at the next connection" : ""));
    }

    /**
     * Hangs up on a person, at the gateway.
     *
     * @param session has the streams of the command
     * @param person the person it was granted to
     * @param equipment at most one: only calls to it
     */
    @Example({"hang-up --person anna", "hang-up --person anna lamp-1"})
    @Descriptor("end the calls of one person, who may ring again; suspend keeps out (acceptor)")
    public void hangUp(
            CommandSession session,
            @Descriptor("PERSON: the name that it was granted to")
                    @Parameter(
                            names = {"--person"},
                            absentValue = Parameter.UNSPECIFIED)
                    String person,
            @Descriptor("EQUIPMENT: only calls to this equipment") String... equipment) {
        if (equipment.length > 1) {
            throw CommandFailure.usage("hang-up: too many words (expected: " + usage() + ")");
        }
        Optional<EquipmentId> only = Stream.of(equipment).map(EquipmentId::new).findFirst();
        EquipmentId who = Ids.person(person);
        int ended =
                roles.acts().on("hang-up", "calls of " + who, roles.acceptor().hangUp(who, only));
        Terminal.of(session)
                .err()
                .println(
                        ended == 0
                                ? "No call of " + person + " stands: there was nothing to hang up."
                                : "Hung up: " + Amount.of(ended, "call") + " of " + person + ", who may ring again.");
    }

    /** Those that there is something to hang up of: the port, or with one of the configuration the call. */
    private Stream<ForwardStatus> open() {
        return forwards.all().stream()
                .filter(one -> !one.configured()
                        || one.state() == ForwardStatus.State.STANDING
                        || one.state() == ForwardStatus.State.RINGING);
    }

    private static boolean is(ForwardStatus one, String which) {
        return which.equals(ALL)
                || AddressText.print(one.forward().local()).equals(which)
                || String.valueOf(one.forward().local().getPort()).equals(which)
                || one.ring().filter(ring -> ring.hex().startsWith(which)).isPresent();
    }

    private String expected() {
        List<String> all =
                open().map(one -> AddressText.print(one.forward().local())).toList();
        return all.isEmpty()
                ? "none stands; 'ring EQUIPMENT --forward PORT' leaves one standing"
                : "one of " + String.join(", ", all) + "; or all";
    }
}
