package org.ringback.shell.internal;

import java.util.List;
import java.util.stream.Stream;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.ringback.api.control.ForwardStatus;
import org.ringback.api.net.AddressText;

/** The command {@code hang-up}. Thread-safe. */
@Component(
        service = Command.class,
        property = {"osgi.command.scope=ringback", "osgi.command.function=hang-up"})
public final class HangUpCommand extends Command {
    private static final String ALL = "all";

    private final Forwards forwards;
    private final Roles roles;

    /**
     * Makes the command.
     *
     * @param forwards has the ports that {@code ring --forward} opened
     * @param roles record what is done
     */
    @Activate
    public HangUpCommand(@Reference Forwards forwards, @Reference Roles roles) {
        super("hang-up");
        this.forwards = forwards;
        this.roles = roles;
    }

    /**
     * Hangs up.
     *
     * @param session has the streams of the command
     * @param which where it listens, the nonce of its ring or the nonce's beginning, or {@code all}
     */
    @Descriptor("close a forwarded port and end its call; a configured one stays (issuer)")
    public void hangUp(
            CommandSession session,
            @Descriptor("[HOST:]PORT|NONCE|all: where it listens, or its ring's nonce or the beginning of it")
                    String which) {
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
