package org.ringback.shell.internal;

import java.util.List;
import java.util.stream.Collectors;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.ringback.api.RingNonce;

/** The command {@code hang-up}. Thread-safe. */
@Component(
        service = Command.class,
        property = {"osgi.command.scope=ringback", "osgi.command.function=hang-up"})
public final class HangUpCommand extends Command {
    private final LiveRings rings;

    /**
     * Makes the command.
     *
     * @param rings has the calls that {@code ring --forward} left standing
     */
    @Activate
    public HangUpCommand(@Reference LiveRings rings) {
        super("hang-up");
        this.rings = rings;
    }

    /**
     * Hangs up.
     *
     * @param session has the streams of the command
     * @param which a nonce, its beginning, or {@code all}
     */
    @Descriptor("end a call that 'ring --forward' left standing (issuer)")
    public void hangUp(
            CommandSession session, @Descriptor("NONCE|all: the ring's nonce or its beginning") String which) {
        List<RingNonce> chosen = rings.nonces().stream()
                .filter(nonce -> which.equals("all") || nonce.hex().startsWith(which))
                .toList();
        if (chosen.isEmpty() && which.equals("all")) {
            Terminal.of(session).err().println("No call stands: there was nothing to hang up.");
            return;
        }
        if (chosen.isEmpty()) {
            throw CommandFailure.refused("nonce: " + which + ": no such call stands (expected: " + standing() + ")");
        }
        if (chosen.size() > 1 && !which.equals("all")) {
            throw CommandFailure.usage("nonce: " + which + " (expected: more of it, it begins " + chosen.size() + ")");
        }
        long hungUp = chosen.stream().filter(rings::hangUp).count();
        Terminal.of(session).err().println("Hung up: " + hungUp);
    }

    private String standing() {
        List<RingNonce> all = rings.nonces();
        return all.isEmpty()
                ? "none stands; 'ring EQUIPMENT --forward PORT' leaves one standing"
                : "one of " + all.stream().map(RingNonce::hex).collect(Collectors.joining(", ")) + "; or all";
    }
}
