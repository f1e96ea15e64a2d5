package org.ringback.shell.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.ringback.api.Counters;
import org.ringback.api.StoryBook;
import org.ringback.api.Warnings;
import org.ringback.api.audit.AuditLog;
import org.ringback.api.configuration.ConfigurationControl;
import org.ringback.api.configuration.NearMiss;
import org.ringback.api.control.AcceptorControl;
import org.ringback.api.control.CryptoControl;
import org.ringback.api.control.CryptoUse;
import org.ringback.api.control.IssuerControl;
import org.ringback.api.control.ServerControl;
import org.ringback.api.limits.LimitUse;
import org.ringback.api.limits.Limits;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the roles that run in this process, which come and go. An immediate component, as Gogo releases a command after
 * each call, with all components that only the command uses. Thread-safe.
 */
@Component(service = Roles.class, immediate = true)
public final class Roles {
    private static final Logger LOG = LoggerFactory.getLogger(Roles.class);
    private static final String ROLE = "ringback.role";

    @Reference(
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            cardinality = ReferenceCardinality.OPTIONAL)
    private volatile @Nullable ServerControl server;

    @Reference(
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            cardinality = ReferenceCardinality.OPTIONAL)
    private volatile @Nullable AcceptorControl acceptor;

    @Reference(
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            cardinality = ReferenceCardinality.OPTIONAL)
    volatile @Nullable IssuerControl issuer;

    @Reference(policy = ReferencePolicy.DYNAMIC, cardinality = ReferenceCardinality.MULTIPLE)
    private volatile List<StoryBook> books = List.of();

    @Reference(policy = ReferencePolicy.DYNAMIC, cardinality = ReferenceCardinality.OPTIONAL)
    volatile @Nullable CryptoControl crypto;

    @Reference(policy = ReferencePolicy.DYNAMIC, cardinality = ReferenceCardinality.MULTIPLE)
    volatile List<Warnings> parts = List.of();

    @Reference(policy = ReferencePolicy.DYNAMIC, cardinality = ReferenceCardinality.MULTIPLE)
    volatile List<Limits> keepers = List.of();

    @Reference(
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            cardinality = ReferenceCardinality.OPTIONAL)
    volatile @Nullable Reasons reasons;

    @Reference(
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            cardinality = ReferenceCardinality.OPTIONAL)
    volatile @Nullable AuditLog audit;

    @Reference(
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            cardinality = ReferenceCardinality.OPTIONAL)
    volatile @Nullable ConfigurationControl configuration;

    private final Map<String, Counters> counters = new ConcurrentSkipListMap<>();

    /** Called by the container, which then sets the references. */
    @Activate
    public Roles() {}

    Roles(
            @Nullable ServerControl server,
            @Nullable AcceptorControl acceptor,
            @Nullable IssuerControl issuer,
            List<StoryBook> books) {
        this.server = server;
        this.acceptor = acceptor;
        this.issuer = issuer;
        this.books = List.copyOf(books);
    }

    @Reference(policy = ReferencePolicy.DYNAMIC, cardinality = ReferenceCardinality.MULTIPLE)
    void addCounters(Counters added, Map<String, Object> properties) {
        counters.put(String.valueOf(properties.get(ROLE)), added);
    }

    void removeCounters(Counters removed, Map<String, Object> properties) {
        counters.remove(String.valueOf(properties.get(ROLE)), removed);
    }

    Optional<ServerControl> findServer() {
        return Optional.ofNullable(server);
    }

    Optional<AcceptorControl> findAcceptor() {
        return Optional.ofNullable(acceptor);
    }

    Optional<IssuerControl> findIssuer() {
        return Optional.ofNullable(issuer);
    }

    ServerControl server() {
        return findServer().orElseThrow(absent(LocalRole.SERVER));
    }

    AcceptorControl acceptor() {
        return findAcceptor().orElseThrow(absent(LocalRole.ACCEPTOR));
    }

    IssuerControl issuer() {
        return findIssuer().orElseThrow(absent(LocalRole.ISSUER));
    }

    /**
     * Whether a command that acceptor and issuer both have is for the acceptor. A wrong value is not repeated in the
     * refusal, as it may be a secret in the wrong place.
     *
     * @param at the value of {@code --at}; may be empty if only one of them runs
     */
    boolean atAcceptor(String at) {
        return switch (at) {
            case "acceptor" -> true;
            case "issuer" -> false;
            case "" -> {
                if (findAcceptor().isPresent() && findIssuer().isPresent()) {
                    throw CommandFailure.usage("--at: missing (expected: acceptor or issuer, as both roles run here)");
                }
                yield findIssuer().isEmpty();
            }
            default ->
                throw CommandFailure.usage("--at: neither of the two (expected: acceptor or issuer"
                        + NearMiss.asked(at, List.of("acceptor", "issuer")) + ")");
        };
    }

    /** Whether a role is part of this process, though it may not run at the moment. */
    boolean has(LocalRole role) {
        Reasons known = reasons;
        return role.present(this) || (known != null && known.installed(role.bundle()));
    }

    /** What a role that is starting waits for, to stand behind that; empty if that is not known. */
    String awaits(LocalRole role) {
        return Optional.ofNullable(reasons)
                .flatMap(known -> known.of(role.bundle()))
                .filter(Reasons.Reason::starting)
                .map(reason -> ": " + reason.text())
                .orElse("");
    }

    /** The warnings of bundles that are no role: the configuration, the store, the shell. */
    List<String> partWarnings() {
        return parts.stream().flatMap(part -> part.warnings().stream()).toList();
    }

    /** Those that tell how the program was built, and alarm nobody. */
    List<String> warningsOfTheBuild() {
        return parts.stream().flatMap(part -> part.ofTheBuild().stream()).toList();
    }

    /** The warnings of all roles and other bundles. */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>(partWarnings());
        findServer().ifPresent(one -> warnings.addAll(one.status().warnings()));
        findAcceptor().ifPresent(one -> warnings.addAll(one.warnings()));
        return warnings;
    }

    /**
     * How much of each limit of this program is used.
     *
     * @param leftOut is told, in words, of each bundle that did not tell
     */
    List<LimitUse> limits(Consumer<String> leftOut) {
        List<LimitUse> all = new ArrayList<>();
        for (Limits keeper : keepers) {
            try {
                all.addAll(keeper.limits());
            } catch (RuntimeException e) { // a role that is overloaded, or a flaw; the others tell all the same
                LOG.warn("{} does not tell its limits", keeper.getClass().getName(), e);
                leftOut.accept(bundle(keeper) + " does not tell its limits, and they are left out: "
                        + (e instanceof IllegalStateException ? e.getMessage() : e));
            }
        }
        return all;
    }

    /** The bundle of a component: its packages begin with its name. */
    private static String bundle(Object component) {
        return component.getClass().getPackageName().replaceFirst("\\.internal$", "");
    }

    /** The bundles that bring crypto, and how they are used. */
    List<CryptoUse> crypto() {
        CryptoControl control = crypto;
        return control == null ? List.of() : control.uses();
    }

    /** Who has the configuration, if somebody does. */
    Optional<ConfigurationControl> findConfiguration() {
        return Optional.ofNullable(configuration);
    }

    /** Who has the configuration; a {@link CommandFailure} if nobody does. */
    ConfigurationControl configuration() {
        return findConfiguration()
                .orElseThrow(
                        () -> CommandFailure.refused(
                                "nobody reads the configuration: org.ringback.config does not run (expected: part of the feature)"));
    }

    /** What persons do, and where it is recorded. */
    Acts acts() {
        return new Acts(audit);
    }

    Stream<StoryBook> books() {
        return books.stream();
    }

    SortedMap<String, Counters> counters() {
        return new TreeMap<>(counters);
    }

    /** A role that is part of this process says why it does not run; any other is at another home. */
    private Supplier<CommandFailure> absent(LocalRole role) {
        return () -> new CommandFailure(
                CommandFailure.NO_ROLE,
                Optional.ofNullable(reasons)
                        .filter(known -> known.installed(role.bundle()))
                        .flatMap(known -> known.of(role.bundle()))
                        .map(reason -> role.label() + ": does not run: " + reason.text()
                                + (reason.lasting() ? "" : "; 'ready' waits for it"))
                        .orElseGet(() -> elsewhere(role)));
    }

    private String elsewhere(LocalRole role) {
        String others = LocalRole.those(one -> one.present(this)).stream()
                .map(LocalRole::label)
                .collect(Collectors.joining(", "));
        return "no " + role.label() + " runs here (expected: a process with that role; choose another --home"
                + (others.isEmpty()
                        ? ", or see config/" + role.bundle() + ".cfg and the log"
                        : ", as here runs: " + others)
                + ")";
    }
}
