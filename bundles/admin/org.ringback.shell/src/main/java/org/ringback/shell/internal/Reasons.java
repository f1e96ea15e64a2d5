package org.ringback.shell.internal;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.ReferenceDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;
import org.ringback.api.configuration.ConfigurationTroubles;
import org.ringback.api.configuration.ConfigurationTroubles.Trouble;

/**
 * Finds out why a bundle does not do its work: its configuration is refused, it failed, or it waits for another bundle
 * that does not do its work. Asks the component runtime. Also a service {@link Supplier}, by which the launcher, which
 * shares only JDK types with bundles, learns why there is no local socket. Thread-safe.
 */
@Component(
        service = {Reasons.class, Supplier.class},
        property = "ringback.tells=reasons")
public final class Reasons implements Supplier<List<String>> {
    /** The component runtime's message for a component that needed another one at the moment when that failed. */
    private static final Pattern NO_SERVICE = Pattern.compile("Unable to get service for reference (\\S+)");

    /** The program's property that names the folder of the configuration. */
    private static final String FOLDER = "ringback.config";

    private static final Optional<Reason> NOT_KNOWN = Optional.empty();

    private final ServiceComponentRuntime runtime;
    private final Predicate<String> bundles;
    private final Supplier<List<String>> stopped;
    private final Predicate<String> files;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile @Nullable ConfigurationTroubles troubles;

    /**
     * One reason.
     *
     * @param text the reason in words
     * @param lasting whether it stays until somebody mends it; if not, it may pass by itself
     * @param starting whether the bundle is still starting, as with much to read
     */
    record Reason(String text, boolean lasting, boolean starting) {
        Reason(String text, boolean lasting) {
            this(text, lasting, false);
        }
    }

    /**
     * Makes the service; it reads nothing yet.
     *
     * @param context finds the bundles of this process
     * @param runtime knows every component
     */
    @Activate
    public Reasons(BundleContext context, @Reference ServiceComponentRuntime runtime) {
        this(
                runtime,
                name -> Arrays.stream(context.getBundles()).anyMatch(one -> name.equals(one.getSymbolicName())),
                new Bundles(context)::stopped,
                pid -> Files.exists(Path.of(String.valueOf(context.getProperty(FOLDER)), pid + ".cfg")));
    }

    Reasons(
            ServiceComponentRuntime runtime,
            Predicate<String> bundles,
            Supplier<List<String>> stopped,
            Predicate<String> files) {
        this.runtime = runtime;
        this.bundles = bundles;
        this.stopped = stopped;
        this.files = files;
    }

    /** {@return whether a bundle is part of this process, started or not yet} */
    boolean installed(String bundle) {
        return bundles.test(bundle);
    }

    /**
     * Why a bundle does not do what it is configured for.
     *
     * @param bundle its symbolic name, which is its PID too
     */
    Optional<Reason> of(String bundle) {
        if (stopped.get().contains(bundle)) {
            return Optional.of(new Reason(
                    bundle + ": the bundle is stopped (expected: started; next: start " + bundle + ")", true));
        }
        Set<String> seen = new HashSet<>();
        return first(
                described(bundle)
                        .filter(one -> Arrays.asList(one.configurationPid).contains(bundle)),
                seen);
    }

    @Override
    public List<String> get() {
        return of(SocketComponent.PID).filter(Reason::lasting).map(Reason::text).stream()
                .toList();
    }

    private Stream<ComponentDescriptionDTO> described(String bundle) {
        return runtime.getComponentDescriptionDTOs().stream().filter(one -> one.bundle.symbolicName.equals(bundle));
    }

    /** The first lasting reason, else the first that may pass. */
    private Optional<Reason> first(Stream<ComponentDescriptionDTO> components, Set<String> seen) {
        List<Reason> all = components
                .filter(one -> seen.add(one.bundle.id + one.name))
                .flatMap(one -> of(one, seen).stream())
                .toList();
        return all.stream().filter(Reason::lasting).findFirst().or(() -> all.stream()
                .findFirst());
    }

    private Optional<Reason> of(ComponentDescriptionDTO component, Set<String> seen) {
        Collection<ComponentConfigurationDTO> all = runtime.getComponentConfigurationDTOs(component);
        if (all.isEmpty()) {
            return Optional.of(unconfigured(component));
        }
        return all.stream().flatMap(one -> of(component, one, seen).stream()).findFirst();
    }

    private Optional<Reason> of(ComponentDescriptionDTO component, ComponentConfigurationDTO one, Set<String> seen) {
        String bundle = component.bundle.symbolicName;
        if (one.failure != null) {
            Matcher noService = NO_SERVICE.matcher(one.failure);
            return (noService.find() ? first(offering(type(component, noService.group(1))), seen) : NOT_KNOWN)
                    .or(() -> Optional.of(new Reason(FailureText.of(bundle, one.failure), true)));
        }
        return switch (one.state) {
            case ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION -> Optional.of(unconfigured(component));
            case ComponentConfigurationDTO.UNSATISFIED_REFERENCE ->
                Stream.of(one.unsatisfiedReferences)
                        .flatMap(missing -> without(component, missing, seen).stream())
                        .findFirst();
            case ComponentConfigurationDTO.SATISFIED ->
                component.immediate
                        ? Optional.of(new Reason(bundle + ": has not finished starting", false, true))
                        : Optional.empty();
            default -> Optional.empty();
        };
    }

    private Reason unconfigured(ComponentDescriptionDTO component) {
        String pid = component.configurationPid[0];
        ConfigurationTroubles known = troubles;
        String refused = (known == null ? List.<Trouble>of() : known.troubles())
                .stream()
                        .filter(trouble -> trouble.refused() && trouble.pid().equals(pid))
                        .map(Trouble::text)
                        .collect(Collectors.joining("; "));
        if (refused.isEmpty()) {
            return new Reason(
                    "config/" + pid + ".cfg: "
                            + (files.test(pid) ? "is not read yet" : "is not there (expected: the file)"),
                    false);
        }
        return new Reason(refused, true);
    }

    private static String type(ComponentDescriptionDTO component, String reference) {
        return Stream.of(component.references)
                .filter(one -> one.name.equals(reference))
                .map((ReferenceDTO one) -> one.interfaceName)
                .findFirst()
                .orElse(reference);
    }

    private Stream<ComponentDescriptionDTO> offering(String type) {
        return runtime.getComponentDescriptionDTOs().stream()
                .filter(one -> Arrays.asList(one.serviceInterfaces).contains(type)
                        || type.startsWith(one.bundle.symbolicName + "."));
    }

    /**
     * The reason of the component that should offer a missing service; if no component declares that service, of the
     * bundle that exports its package.
     */
    private Optional<Reason> without(
            ComponentDescriptionDTO component, UnsatisfiedReferenceDTO missing, Set<String> seen) {
        String type = type(component, missing.name);
        return first(offering(type), seen)
                .or(() -> Optional.of(unoffered(component.bundle.symbolicName + ": waits for " + type
                        + (missing.target == null ? "" : " " + missing.target) + ", which no bundle here offers")));
    }

    /**
     * The reason for a service that no known component declares: it may be that of a stopped bundle, whose components
     * are not known.
     */
    private Reason unoffered(String what) {
        List<String> down = stopped.get();
        return down.isEmpty()
                ? new Reason(what + " (expected: a whole installation)", false)
                : new Reason(what + " (expected: all started; stopped: " + String.join(", ", down) + ")", true);
    }
}
