package org.ringback.call.internal;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.ringback.api.EquipmentId;
import org.ringback.api.RingNonce;
import org.ringback.api.Role;
import org.ringback.api.Warnings;
import org.ringback.api.control.Forward;
import org.ringback.api.control.ForwardControl;
import org.ringback.api.control.ForwardListener;
import org.ringback.api.control.ForwardStatus;
import org.ringback.api.control.ForwardStatus.State;
import org.ringback.api.control.IssuerControl;
import org.ringback.api.control.RefusedException;
import org.ringback.api.limits.HighWater;
import org.ringback.api.limits.LimitUse;
import org.ringback.api.limits.Limits;
import org.ringback.api.net.AddressText;
import org.ringback.kernel.Workers;
import org.ringback.transport.ListenOptions;
import org.ringback.transport.Loop;
import org.ringback.transport.Transport;

/**
 * The forwards of this program: those of commands, and those that the issuer's configuration asks for. They stay while
 * the issuer and the shell are stopped and exchanged. Thread-safe.
 */
@Component(
        service = {ForwardControl.class, Warnings.class, Limits.class},
        immediate = true)
public final class ForwardsComponent implements ForwardControl, Warnings, Limits {
    /** How often a port of the configuration is tried that could not be had. */
    static final Duration TRY_AGAIN = Duration.ofSeconds(30);
    /** Property of the program that runs for one command only: it opens no ports of the configuration. */
    static final String BRIEF = "ringback.brief";

    private final CallsComponent calls;
    private final Transport transport;
    private final boolean brief;
    private final Ringer ringer;
    private final Workers workers = Workers.queueing("ringback-port", 1);
    private final List<ForwardListener> listeners = new CopyOnWriteArrayList<>();
    /** The open ones, by where they listen; guarded by this. */
    private final Map<InetSocketAddress, PortForward> open = new LinkedHashMap<>();
    /** What the configuration asks for, and how it is that it could not be had, if so; guarded by this. */
    private final Map<Forward, Optional<ForwardStatus>> configured = new LinkedHashMap<>();

    private final HighWater forwarded = new HighWater();
    private boolean tryDue;

    /**
     * Begins without forwards.
     *
     * @param calls has the calls that serve them
     * @param transport opens ports
     * @param context knows what the program runs for
     */
    @Activate
    public ForwardsComponent(@Reference CallsComponent calls, @Reference Transport transport, BundleContext context) {
        this(calls, transport, context.getProperty(BRIEF) != null);
    }

    ForwardsComponent(CallsComponent calls, Transport transport, boolean brief) {
        this.calls = calls;
        this.transport = transport;
        this.brief = brief;
        this.ringer = new Ringer(calls, this::loop);
    }

    private Loop loop() {
        return calls.loop(Role.ISSUER);
    }

    /**
     * Takes the issuer, or its changed configuration.
     *
     * @param issuer rings, and knows what is configured
     */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            updated = "setIssuer")
    public void setIssuer(IssuerControl issuer) {
        ringer.setIssuer(issuer);
        configure(brief ? List.of() : issuer.forwards());
    }

    /**
     * Notes that the issuer goes; its forwards stay.
     *
     * @param gone the issuer
     */
    public void unsetIssuer(IssuerControl gone) {
        ringer.unsetIssuer(gone);
    }

    /**
     * Tells a listener of each forward, and of changes from now on (whiteboard).
     *
     * @param listener the listener
     */
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    public void addListener(ForwardListener listener) {
        listeners.add(listener);
        List<PortForward> there;
        synchronized (this) {
            there = List.copyOf(open.values());
        }
        there.forEach(forward -> forward.tell(listener::changed));
    }

    /**
     * Tells a listener no more.
     *
     * @param listener the listener
     */
    public void removeListener(ForwardListener listener) {
        listeners.remove(listener);
    }

    @Override
    public InetSocketAddress open(Forward wanted, RingNonce ring) throws IOException, RefusedException {
        CallEnd call = calls.find(ring);
        synchronized (this) {
            PortForward there = open.get(wanted.local());
            PortForward forward =
                    there != null && there.status().forward().equals(wanted) ? there : listen(wanted, false);
            forward.begin(call);
            forward.start();
            return forward.status().forward().local();
        }
    }

    /** Opens a port; its listeners know of it, and its connections wait until it starts. */
    private PortForward listen(Forward wanted, boolean asConfigured) throws IOException, RefusedException {
        if (open.size() >= MOST) {
            throw new RefusedException(MOST + " ports are forwarded already (expected: fewer); next: hang up one");
        }
        Loop loop = loop();
        PortForward forward = new PortForward(
                wanted,
                asConfigured,
                loop,
                ringer::ring,
                this::changed,
                port -> transport.listen(wanted.local(), ListenOptions.EXCLUSIVE, loop, port));
        open.put(forward.status().forward().local(), forward);
        forwarded.reached(open.size());
        forward.tell(this::changed);
        return forward;
    }

    private void changed(ForwardStatus now) {
        listeners.forEach(listener -> listener.changed(now));
    }

    /** Closes what is configured no more, and opens what is new. */
    private synchronized void configure(List<Forward> wanted) {
        List<Forward> gone = configured.keySet().stream()
                .filter(one -> !wanted.contains(one))
                .toList();
        gone.forEach(one -> {
            if (configured.remove(one).isEmpty()) {
                close(one.local());
            }
        });
        wanted.forEach(one -> configured.computeIfAbsent(one, this::tried));
        tryAgainLater();
    }

    /** Opens a port of the configuration; tells if it could not. */
    private Optional<ForwardStatus> tried(Forward wanted) {
        try {
            listen(wanted, true).start();
            return Optional.empty();
        } catch (IOException e) {
            String why = String.valueOf(e.getMessage());
            return notListening(
                    wanted,
                    why + " (expected: a free loopback port"
                            + (why.endsWith(": in use")
                                    ? "; another program of this machine has it: ss -lntp tells which)"
                                    : ")"));
        } catch (RefusedException e) {
            return notListening(wanted, AddressText.print(wanted.local()) + ": " + e.getMessage());
        }
    }

    private Optional<ForwardStatus> notListening(Forward wanted, String why) {
        return Optional.of(new ForwardStatus(
                wanted, true, State.NOT_LISTENING, loop().now().wall(), Optional.empty(), Optional.of(why)));
    }

    private void tryAgainLater() {
        if (!tryDue && configured.values().stream().anyMatch(Optional::isPresent)) {
            tryDue = true;
            loop().schedule(TRY_AGAIN, () -> workers.run(this::tryAgain, fault -> {}));
        }
    }

    /** Tries the ports of the configuration that could not be had. */
    synchronized void tryAgain() {
        tryDue = false;
        configured.replaceAll(
                (wanted, trouble) -> trouble.isEmpty() ? trouble : tried(wanted).map(still -> trouble.get()));
        tryAgainLater();
    }

    @Override
    public synchronized List<ForwardStatus> forwards() {
        return Stream.concat(
                        open.values().stream().map(PortForward::status),
                        configured.values().stream().flatMap(Optional::stream))
                .toList();
    }

    @Override
    public synchronized int renamed(EquipmentId before, EquipmentId now) {
        List<PortForward> theirs = open.values().stream()
                .filter(one -> !one.status().configured())
                .filter(one -> one.status().forward().request().equipment().equals(before))
                .toList();
        theirs.forEach(one -> one.named(now));
        return theirs.size();
    }

    @Override
    public synchronized boolean hangUp(InetSocketAddress local) {
        PortForward forward = open.get(local);
        if (forward == null) {
            return false;
        }
        if (forward.status().configured()) {
            forward.hangUp();
        } else {
            close(local);
        }
        return true;
    }

    private void close(InetSocketAddress local) {
        PortForward forward = open.remove(local);
        if (forward != null) {
            forward.close();
        }
    }

    @Override
    public synchronized List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        configured.values().stream()
                .flatMap(Optional::stream)
                .flatMap(trouble -> trouble.why().stream())
                .forEach(why -> warnings.add("config/org.ringback.issuer.cfg: forwards: " + why
                        + "; it is tried again every " + TRY_AGAIN.toSeconds() + " s"));
        open.values().forEach(forward -> forward.warning().ifPresent(warnings::add));
        return warnings;
    }

    @Override
    public synchronized List<LimitUse> limits() {
        return List.of(forwarded.use(CallLimit.FORWARDS, MOST, open.size()));
    }

    /** Closes all ports. */
    @Deactivate
    public synchronized void close() {
        List.copyOf(open.keySet()).forEach(this::close);
        configured.clear(); // one that is tried again just now is not opened any more
        workers.close();
        ringer.close();
    }
}
