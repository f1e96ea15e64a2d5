package org.ringback.shell.internal;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.ringback.api.EquipmentId;
import org.ringback.api.GrantTerms;
import org.ringback.api.Page;
import org.ringback.api.RingStory;
import org.ringback.api.RingSystem;
import org.ringback.api.configuration.ConfigurationControl.InForce;
import org.ringback.api.control.BundleOrigin;
import org.ringback.api.control.BundleStatus;
import org.ringback.api.control.CryptoUse;
import org.ringback.api.control.Enrolment;
import org.ringback.api.control.EquipmentStatus;
import org.ringback.api.control.EquipmentStatus.GrantStatus;
import org.ringback.api.control.ForwardStatus;
import org.ringback.api.control.GrantedEquipment;
import org.ringback.api.net.AddressText;

/**
 * The words that this program knows for the operands and options of its commands, by the label that a {@link Slot} has
 * in a usage line. An immediate component, as {@link Roles} is. Thread-safe.
 */
@Component(service = Vocabulary.class, immediate = true)
public final class Vocabulary {
    /** Most words for one label: nobody reads on. */
    private static final int MOST = 1_000;

    /** As many digits of a nonce as lists show. */
    private static final int NONCE_DIGITS = 8;

    private static final String EQUIPMENT = "EQUIPMENT";
    private static final String PERSON = "PERSON";
    private static final String GRANT = "GRANT";

    private final Roles roles;
    private final Updater updater;
    private final Forwards forwards;
    private final Map<String, Supplier<Stream<Candidate>>> sources;

    /**
     * Knows what they know at each time.
     *
     * @param roles the roles of this process
     * @param updater its bundles
     * @param forwards its forwarded ports
     */
    @Activate
    public Vocabulary(@Reference Roles roles, @Reference Updater updater, @Reference Forwards forwards) {
        this.roles = roles;
        this.updater = updater;
        this.forwards = forwards;
        sources = Map.ofEntries(
                Map.entry(EQUIPMENT, this::equipment),
                Map.entry("ID", () -> Stream.concat(enrolled(), equipment())),
                Map.entry(PERSON, this::persons),
                Map.entry("OLD", () -> Stream.concat(equipment(), persons())),
                Map.entry("SERVICE", this::services),
                Map.entry("SERVICES", this::namedServices),
                Map.entry("NONCE", this::rings),
                Map.entry("BUNDLE", this::bundles),
                Map.entry("NAME", this::exchanged),
                Map.entry("NUMBER", this::drains),
                Map.entry("ROLE", () -> Stream.of("acceptor", "issuer").map(Candidate::new)),
                Map.entry("ROLE...", () -> Arrays.stream(LocalRole.values()).map(role -> new Candidate(role.label()))),
                Map.entry("SYSTEM", () -> Arrays.stream(RingSystem.values())
                        .map(system -> new Candidate(system.label()))),
                Map.entry("PROTECTION", Vocabulary::protections),
                Map.entry("PROTECTIONS", Vocabulary::protections),
                Map.entry("[HOST:]PORT|NONCE|all", this::ports),
                Map.entry("verify", () -> Stream.of(new Candidate("verify", "check every line"))),
                Map.entry("PID", this::pids),
                Map.entry("KEY", this::keys),
                Map.entry("set", () -> Stream.of(new Candidate("set", "change a key"))),
                Map.entry("unset", () -> Stream.of(new Candidate("unset", "the default of a key again"))),
                Map.entry("FILE", () -> Stream.of(Candidate.FILE_NAMES)));
    }

    /** {@return the words for a label, each once; none if nothing is known of it} */
    Stream<Candidate> of(String label) {
        return of(label, Map.of());
    }

    /** The same, where other words of the line are typed already, by their labels: they say which grants are meant. */
    Stream<Candidate> of(String label, Map<String, String> typed) {
        Supplier<Stream<Candidate>> source = label.equals(GRANT) ? () -> grants(typed) : sources.get(label);
        if (source == null) {
            return Stream.empty();
        }
        return source
                .get()
                .limit(MOST)
                .collect(Collectors.toMap(Candidate::word, one -> one, (first, second) -> first, TreeMap::new))
                .values()
                .stream();
    }

    /** {@return whether a form can do something here: a role that it is for is part of this process} */
    boolean serves(Form form) {
        return form.role().isEmpty()
                || Arrays.stream(LocalRole.values()).anyMatch(role -> form.needs(role) && roles.has(role));
    }

    private Stream<Candidate> equipment() {
        return Stream.concat(
                gateways().map(one -> new Candidate(one.name().value(), one.state())),
                granted().map(one -> new Candidate(one.equipment().value(), "may be rung")));
    }

    private Stream<Candidate> enrolled() {
        return roles.findServer().stream()
                .flatMap(server -> Page.stream(server::enrolments, Enrolment::id))
                .map(one -> new Candidate(one.id().value(), lower(one.state())));
    }

    private Stream<Candidate> persons() {
        return gateways().flatMap(one -> one.grants().stream()
                .map(GrantStatus::person)
                .distinct()
                .map(person -> new Candidate(person.value(), "granted " + one.name())));
    }

    /** Those that stand, as nothing can be done with others, of the equipment and the person that are typed. */
    private Stream<Candidate> grants(Map<String, String> typed) {
        return gateways()
                .filter(one -> isMeant(one.name(), typed.get(EQUIPMENT)))
                .flatMap(one -> one.grants().stream()
                        .filter(grant -> !grant.over() && isMeant(grant.person(), typed.get(PERSON)))
                        .map(grant -> new Candidate(
                                grant.id().toString(),
                                grant.person() + ", " + one.name() + ", " + Times.minute(grant.made()))));
    }

    private static boolean isMeant(EquipmentId name, @Nullable String typed) {
        return typed == null || name.value().equals(typed);
    }

    private Stream<Candidate> services() {
        return granted().flatMap(one -> one.terms().services().stream()
                .map(service -> new Candidate(service, one.equipment().value())));
    }

    /** What answers, and what grants named before, which something may answer again. */
    private Stream<Candidate> namedServices() {
        return gateways()
                .flatMap(one -> Stream.concat(
                        one.services().stream()
                                .filter(service -> GrantTerms.named(service.name()))
                                .map(service ->
                                        new Candidate(service.name(), one.name() + (service.admin() ? ", admin" : ""))),
                        one.grants().stream().flatMap(grant -> grant.terms().services().stream()
                                .map(service -> new Candidate(service, "granted to " + grant.person())))));
    }

    private Stream<EquipmentStatus> gateways() {
        return roles.findAcceptor().stream()
                .flatMap(acceptor -> Page.stream(acceptor::equipment, EquipmentStatus::name));
    }

    private Stream<GrantedEquipment> granted() {
        return roles.findIssuer().stream().flatMap(issuer -> Page.stream(issuer::granted, GrantedEquipment::equipment));
    }

    private Stream<Candidate> rings() {
        return roles.books()
                .flatMap(book -> book.stories().stream())
                .map(story -> new Candidate(story.nonce().hex().substring(0, NONCE_DIGITS), about(story)));
    }

    private static String about(RingStory story) {
        String end = story.ended().isEmpty() ? "under way" : story.answered() ? "answered" : StoryPrinter.NOT_ANSWERED;
        return story.equipment() + ", " + Times.minute(story.began()) + ", " + end;
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private Stream<Candidate> bundles() {
        return updater.bundles().stream().map(one -> new Candidate(one.name(), one.version()));
    }

    private Stream<Candidate> exchanged() {
        return updater.bundles().stream()
                .filter(one -> one.origin() != BundleOrigin.INSTALLATION)
                .map(Vocabulary::told);
    }

    private static Candidate told(BundleStatus one) {
        return new Candidate(one.name(), lower(one.origin()));
    }

    private Stream<Candidate> drains() {
        return roles.crypto().stream()
                .filter(one -> one.state() == CryptoUse.State.GONE)
                .map(one -> new Candidate(String.valueOf(one.bundle()), one.name() + " " + one.version()));
    }

    private Stream<Candidate> pids() {
        return configuration().map(one -> new Candidate(ConfigurationNames.last(one.pid()), one.pid()));
    }

    private Stream<Candidate> keys() {
        return configuration().filter(InForce::declared).flatMap(one -> one.values().stream()
                .map(value -> new Candidate(
                        new ConfigurationNames.Named(one.pid(), value.key()).brief(), Visible.line(value.text()))));
    }

    private Stream<InForce> configuration() {
        return roles.findConfiguration().stream().flatMap(control -> control.inForce().stream());
    }

    private static Stream<Candidate> protections() {
        return Stream.of("tls13", "certificate-first").map(Candidate::new);
    }

    private Stream<Candidate> ports() {
        Stream<Candidate> open = forwards.all().stream()
                .filter(one -> one.state() != ForwardStatus.State.NOT_LISTENING)
                .map(one -> new Candidate(
                        AddressText.print(one.forward().local()),
                        String.valueOf(one.forward().request().equipment())));
        return Stream.concat(open, Stream.of(new Candidate("all", "every port")));
    }
}
