package org.ringback.shell.internal;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.ringback.api.ConversationResetException;
import org.ringback.api.EquipmentId;
import org.ringback.api.RingReason;
import org.ringback.api.RingStory;
import org.ringback.api.RingSystem;
import org.ringback.api.control.Forward;
import org.ringback.api.control.ForwardStatus;
import org.ringback.api.control.RefusedException;
import org.ringback.api.control.Ring;
import org.ringback.api.control.RingRequest;
import org.ringback.api.net.AddressText;
import org.ringback.api.net.LocalAddress;

/** The command {@code ring}. Thread-safe. */
@Component(
        service = Command.class,
        property = {"osgi.command.scope=ringback", "osgi.command.function=ring"})
public final class RingCommand extends Command {
    /** The longest wait for a refusal of the service; longer than any round trip. */
    private static final Duration LONGEST_PROBE = Duration.ofSeconds(2);

    /** What to print of a ring that succeeds. */
    private enum Telling {
        STORY,
        JSON,
        NOTHING
    }

    private final Roles roles;
    private final Forwards forwards;

    /**
     * Makes the command.
     *
     * @param roles finds the roles of this process
     * @param forwards opens the ports of {@code --forward}
     */
    @Activate
    public RingCommand(@Reference Roles roles, @Reference Forwards forwards) {
        super("ring");
        this.roles = roles;
        this.forwards = forwards;
    }

    /**
     * Rings, waits for the answer, and prints the story.
     *
     * @param session has the streams of the command
     * @param system the system; empty takes the best that the grant allows
     * @param protection the protection of the connection with the server; empty takes the configured one
     * @param service the service wanted
     * @param forward a local address to listen on
     * @param pipe whether to connect standard input and output to a conversation
     * @param quiet whether to print no story
     * @param json whether to print JSON
     * @param equipment the equipment to ring
     */
    @Fields({
        "nonce: the ring",
        "party: whose story it is: server, acceptor or issuer",
        "equipment: the equipment wanted",
        "person: who rang, where this party knows it",
        "system: as asked for",
        "protection: of the connection with the server",
        "keyAgreement: the group that it agreed on",
        "began: when",
        "millis: from its beginning until it was answered or ended",
        "steps[].name: what happened",
        "steps[].millis: since it began",
        "steps[].detail: more about it",
        "way: direct, punched (direct, as both ends dialled) or relayed, where it was answered",
        "answered: whether it was answered",
        "reason: why not",
        "advice: what to do about it",
        "forward: where the port listens"
    })
    @Example({"ring lamp-1", "ring lamp-1 --forward 8080", "ring lamp-1 --service ssh --pipe"})
    @Descriptor("ring equipment, tell the story, hang up unless --forward (issuer)")
    public void ring(
            CommandSession session,
            @Descriptor("SYSTEM: datagram, call-back, password or certified; default: the best that the grant allows")
                    @Parameter(
                            names = {"-s", "--system"},
                            absentValue = "")
                    String system,
            @Descriptor("PROTECTION: tls13 or certificate-first, towards the server; default: as configured")
                    @Parameter(
                            names = {"--protection"},
                            absentValue = "")
                    String protection,
            @Descriptor("SERVICE: the service wanted; default http")
                    @Parameter(
                            names = {"--service"},
                            absentValue = "http")
                    String service,
            @Descriptor(
                            "[HOST:]PORT: listen on this loopback address for connections to the equipment, until hang-up; after a call ended the next connection rings again; port 0 picks one; every local user may use it")
                    @Parameter(
                            names = {"-f", "--forward"},
                            absentValue = "")
                    String forward,
            @Descriptor(
                            "standard input goes to the equipment, its answer to standard output, until both have ended; Ctrl-D ends what is typed")
                    @Parameter(
                            names = {"-p", "--pipe"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean pipe,
            @Descriptor("tell no story, only failures")
                    @Parameter(
                            names = {"-q", "--quiet"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean quiet,
            @AsJson("print the story as JSON") boolean json,
            @Descriptor("EQUIPMENT: its name here") String equipment) {
        if (pipe && (json || !forward.isEmpty())) {
            throw CommandFailure.usage("--pipe: (expected: without --json and --forward)");
        }
        RingRequest request = new RingRequest(
                new EquipmentId(equipment),
                system.isEmpty() ? Optional.empty() : Optional.of(RingSystem.named(system)),
                protection.isEmpty() ? Optional.empty() : Optional.of(protection),
                service);
        Terminal terminal = Terminal.of(session);
        Telling telling = json ? Telling.JSON : quiet ? Telling.NOTHING : Telling.STORY;
        if (pipe) {
            pipe(request, telling, terminal);
        } else if (forward.isEmpty()) {
            try (Ring ring = begin(request)) {
                tell(answered(ring, request, telling, terminal), Optional.empty(), telling, terminal);
            }
        } else {
            forward(new Forward(LocalAddress.read("--forward", forward), request), telling, terminal);
        }
    }

    private void pipe(RingRequest request, Telling telling, Terminal terminal) {
        try (Ring ring = begin(request)) {
            RingStory story = story(ring, request.equipment(), telling, terminal);
            if (telling != Telling.NOTHING) {
                StoryPrinter.printWithoutReason(story, terminal.err());
            }
            if (!story.answered()) {
                throw CommandFailure.refused(StoryPrinter.sentences(story));
            }
            try {
                Pipe.run(ring.open(), terminal);
            } catch (ConversationResetException e) {
                throw e.reason().isEmpty()
                        ? brokenOff(story, e)
                        : noService(story, e.reason().get(), request.service());
            } catch (IOException e) {
                throw brokenOff(story, e);
            }
        }
    }

    private CommandFailure brokenOff(RingStory story, IOException e) {
        String why = "the conversation broke off: " + e.getMessage();
        forwards.aftermath().failed(story, "answered, but " + why);
        return CommandFailure.refused(why + "; next: ring again");
    }

    /** Waits for the answer, then checks by a conversation that the service is not refused. */
    private RingStory answered(Ring ring, RingRequest request, Telling telling, Terminal terminal) {
        String service = request.service();
        RingStory story = story(ring, request.equipment(), telling, terminal);
        if (!story.answered()) {
            tell(story, Optional.empty(), telling, terminal);
            throw CommandFailure.refused(StoryPrinter.sentences(story));
        }
        Optional<RingReason> refusal;
        try {
            refusal = ServiceProbe.refusal(ring, patience(story));
        } catch (IOException e) {
            tellInVain(story, "the conversation broke off", "answered, but broke off", telling, terminal);
            throw brokenOff(story, e);
        }
        if (refusal.isPresent()) {
            String happened = refusal.get().happened(story.equipment(), service);
            tellInVain(story, happened, StoryPrinter.NOT_ANSWERED, telling, terminal);
            throw noService(story, refusal.get(), service);
        }
        return story;
    }

    private CommandFailure noService(RingStory story, RingReason reason, String service) {
        EquipmentId equipment = story.equipment();
        String happened = reason.happened(equipment, service);
        forwards.aftermath().failed(story, StoryPrinter.NOT_ANSWERED + ": " + happened);
        List<String> services = roles.findIssuer()
                .flatMap(issuer -> issuer.granted(equipment))
                .map(granted -> granted.terms().services())
                .orElse(List.of());
        return CommandFailure.refused(happened + ". " + reason.advice(equipment, Duration.ZERO, services) + ".");
    }

    /** Prints that the call-back came but is of no use. */
    private static void tellInVain(RingStory story, String why, String ending, Telling telling, Terminal terminal) {
        if (telling == Telling.JSON) {
            Map<String, Object> told = told(story);
            told.put("answered", false);
            told.put("reason", why);
            terminal.out().println(Json.write(told));
        } else if (telling == Telling.STORY) {
            StoryPrinter.print(story, ending, terminal.out());
        }
    }

    /**
     * How long to wait for a refusal: as long as the ring took, which is several round trips; the longest wait if the
     * ring waited for silent equipment.
     */
    static Duration patience(RingStory story) {
        Duration whole = story.steps().isEmpty()
                ? Duration.ZERO
                : story.steps().get(story.steps().size() - 1).at();
        return whole.compareTo(LONGEST_PROBE) < 0 ? whole : LONGEST_PROBE;
    }

    /** Rings, forwards a port and tells both. */
    private void forward(Forward wanted, Telling telling, Terminal terminal) {
        Forwarded forwarded = forwarded(wanted, telling, terminal);
        tell(forwarded.story(), Optional.of(forwarded.at()), telling, terminal);
    }

    /** Rings and forwards a port, silently but for failures. */
    InetSocketAddress forwarded(Forward wanted, Terminal terminal) {
        return forwarded(wanted, Telling.NOTHING, terminal).at();
    }

    /** An answered ring, and where its call is forwarded. */
    private record Forwarded(RingStory story, InetSocketAddress at) {}

    /**
     * Rings and forwards a port, which is reserved first: nobody rings for a port that another program has. A port that
     * waits for a call of the same kind gets this one.
     */
    private Forwarded forwarded(Forward wanted, Telling telling, Terminal terminal) {
        Optional<ForwardStatus> there = forwards.at(wanted.local());
        there.filter(one -> !one.forward().equals(wanted) || one.state() == ForwardStatus.State.STANDING)
                .ifPresent(RingCommand::refuse);
        boolean kept = false;
        try (ReservedPort port = there.isPresent() ? ReservedPort.none() : ReservedPort.take(wanted.local())) {
            Ring ring = begin(wanted.request());
            try {
                RingStory story = answered(ring, wanted.request(), telling, terminal);
                port.release();
                InetSocketAddress at = forwards.open(wanted, story.nonce());
                kept = true;
                return new Forwarded(story, at);
            } finally {
                if (!kept) {
                    ring.close();
                }
            }
        } catch (IOException e) {
            throw ReservedPort.refused(wanted.local(), e);
        }
    }

    private static void refuse(ForwardStatus there) {
        String at = AddressText.print(there.forward().local());
        throw CommandFailure.refused("--forward: port "
                + there.forward().local().getPort() + ": forwarded to "
                + there.forward().request().equipment() + ", service "
                + there.forward().request().service() + ", already (expected: a free port; 0 takes any); next: use it"
                + (there.configured() ? "" : ", or: hang-up " + at));
    }

    private Ring begin(RingRequest request) {
        try {
            return roles.issuer().ring(request);
        } catch (RefusedException e) {
            throw CommandFailure.refused(String.valueOf(e.getMessage()));
        }
    }

    /** Waits for the end of a ring, and says at once and then again if that takes longer. */
    private static RingStory story(Ring ring, EquipmentId equipment, Telling telling, Terminal terminal) {
        return SilentWait.REAL.on(ring, equipment, telling == Telling.NOTHING ? told -> {} : terminal.err()::println);
    }

    private static Map<String, Object> told(RingStory story) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("format", Json.FORMAT);
        told.putAll(StoryPrinter.json(story));
        return told;
    }

    private static void tell(RingStory story, Optional<InetSocketAddress> at, Telling telling, Terminal terminal) {
        if (telling == Telling.JSON) {
            Map<String, Object> told = told(story);
            at.ifPresent(address -> told.put("forward", AddressText.print(address)));
            terminal.out().println(Json.write(told));
            return;
        }
        if (telling == Telling.STORY) {
            StoryPrinter.printWithoutReason(story, terminal.out());
        }
        at.ifPresent(address -> terminal.out()
                .println("  " + ForwardText.words(address) + "   (every local user of this machine may use the port)"));
    }
}
