package org.ringback.shell.internal;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.ringback.api.EquipmentId;
import org.ringback.api.RingStory;
import org.ringback.api.RingSystem;
import org.ringback.api.control.RefusedException;
import org.ringback.api.control.Ring;
import org.ringback.api.control.RingRequest;

/** The command {@code ring}. Thread-safe. */
@Component(
        service = Command.class,
        property = {"osgi.command.scope=ringback", "osgi.command.function=ring"})
public final class RingCommand extends Command {
    private final Roles roles;
    private final LiveRings rings;

    /**
     * Rings through the issuer that runs here.
     *
     * @param roles come and go
     * @param rings keeps what {@code --forward} leaves standing
     */
    @Activate
    public RingCommand(@Reference Roles roles, @Reference LiveRings rings) {
        super("ring");
        this.roles = roles;
        this.rings = rings;
    }

    /**
     * Rings, waits, tells the story.
     *
     * @param session whose streams are used
     * @param system which system; empty takes the best that the grant allows
     * @param service the service wanted
     * @param forward a local address to listen on
     * @param pipe whether standard input and output are one conversation
     * @param json whether a program reads it
     * @param equipment which equipment
     */
    @Descriptor("ring equipment, tell the story, hang up unless --forward (issuer)")
    public void ring(
            CommandSession session,
            @Descriptor("SYSTEM: datagram, call-back or password; default: the best that the grant allows")
                    @Parameter(
                            names = {"-s", "--system"},
                            absentValue = "")
                    String system,
            @Descriptor("SERVICE: the service wanted; default http")
                    @Parameter(
                            names = {"--service"},
                            absentValue = "http")
                    String service,
            @Descriptor(
                            "HOST:PORT: listen on this loopback address for connections to the equipment, until hang-up; port 0 picks one")
                    @Parameter(
                            names = {"-f", "--forward"},
                            absentValue = "")
                    String forward,
            @Descriptor("standard input goes to the equipment, its answer to standard output")
                    @Parameter(
                            names = {"-p", "--pipe"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean pipe,
            @Descriptor("print the story as JSON")
                    @Parameter(
                            names = {"--json"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean json,
            @Descriptor("EQUIPMENT: the equipment ID") String equipment) {
        if (pipe && (json || !forward.isEmpty())) {
            throw CommandFailure.usage("--pipe: (expected: without --json and --forward)");
        }
        Optional<InetSocketAddress> local =
                forward.isEmpty() ? Optional.empty() : Optional.of(Addresses.loopback("--forward", forward));
        Optional<RingSystem> wanted = system.isEmpty() ? Optional.empty() : Optional.of(RingSystem.named(system));
        Ring ring = begin(new RingRequest(new EquipmentId(equipment), wanted, service));
        boolean kept = false;
        try {
            RingStory story = Waiting.on(ring.answer());
            Terminal terminal = Terminal.of(session);
            Optional<InetSocketAddress> bound = Optional.empty();
            if (story.answered() && local.isPresent()) {
                bound = Optional.of(forward(ring, local.get()));
                rings.keep(story.nonce(), ring);
                kept = true;
            }
            tell(story, bound, json, pipe, terminal);
            if (!story.answered()) {
                throw CommandFailure.refused(StoryPrinter.ending(story));
            }
            if (pipe) {
                Pipe.run(ring.open(), terminal);
            }
        } catch (IOException e) {
            throw CommandFailure.refused("the call-back broke off: " + e.getMessage() + "; next: ring again");
        } finally {
            if (!kept) {
                ring.close();
            }
        }
    }

    private static InetSocketAddress forward(Ring ring, InetSocketAddress local) {
        try {
            return ring.forward(local);
        } catch (IOException e) {
            throw CommandFailure.refused("--forward: " + Addresses.print(local) + ": " + e.getMessage()
                    + " (expected: a free port; 0 picks one)");
        }
    }

    private Ring begin(RingRequest request) {
        try {
            return roles.issuer().ring(request);
        } catch (RefusedException e) {
            throw CommandFailure.refused(String.valueOf(e.getMessage()));
        }
    }

    private static void tell(
            RingStory story, Optional<InetSocketAddress> bound, boolean json, boolean pipe, Terminal terminal) {
        if (json) {
            Map<String, Object> told = new LinkedHashMap<>(StoryPrinter.json(story));
            bound.ifPresent(address -> told.put("forward", Addresses.print(address)));
            terminal.out().println(Json.write(told));
            return;
        }
        StoryPrinter.print(story, pipe ? terminal.err() : terminal.out());
        bound.ifPresent(address -> terminal.out()
                .println("  forwarded at " + Addresses.print(address) + " until: hang-up "
                        + story.nonce().hex().substring(0, 8)));
    }
}
