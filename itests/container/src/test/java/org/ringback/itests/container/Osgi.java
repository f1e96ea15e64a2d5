package org.ringback.itests.container;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.ringback.api.ProtectionId;
import org.ringback.spi.ConnectionProtection;

/** The framework around a test: its bundles, services, configurations and components. Used by one thread. */
final class Osgi {
    private final BundleContext context;

    Osgi(BundleContext context) {
        this.context = context;
    }

    /** {@return one of our bundles, by its short name} */
    Bundle bundle(String name) {
        return Arrays.stream(context.getBundles())
                .filter(bundle -> bundle.getSymbolicName().equals(Architecture.ROOT + "." + name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no bundle " + name));
    }

    /** Waits for a service. */
    <T> T service(Class<T> type) {
        return service(type, null);
    }

    /** Waits for a service that a filter fits; one that goes between being seen and being taken is waited for anew. */
    <T> T service(Class<T> type, String filter) {
        AtomicReference<T> service = new AtomicReference<>();
        Await.until(() -> {
            references(type, filter).stream()
                    .findFirst()
                    .map(context::getService)
                    .ifPresent(service::set);
            return service.get() == null ? "no " + type.getSimpleName() : "";
        });
        return service.get();
    }

    /** Waits until nobody offers a service any more. */
    void awaitNo(Class<?> type) {
        awaitNo(type, null);
    }

    /** Waits until nobody offers a service that a filter fits any more. */
    void awaitNo(Class<?> type, String filter) {
        Await.until(() -> references(type, filter).isEmpty() ? "" : "a " + type.getSimpleName());
    }

    /** Waits until two offer a service. */
    void awaitTwo(Class<?> type) {
        Await.until(() -> references(type, null).size() == 2 ? "" : "not two of " + type.getSimpleName());
    }

    /** {@return whether anybody offers a service} */
    boolean has(Class<?> type) {
        return !references(type, null).isEmpty();
    }

    private <T> List<ServiceReference<T>> references(Class<T> type, String filter) {
        try {
            return List.copyOf(context.getServiceReferences(type, filter));
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException(filter, e);
        }
    }

    /** Gives a configuration, whole. */
    void configure(String pid, Map<String, ?> values) throws IOException {
        configuration(pid).update(FrameworkUtil.asDictionary(values));
    }

    /** Takes a configuration away. */
    void unconfigure(String pid) throws IOException {
        configuration(pid).delete();
    }

    private Configuration configuration(String pid) throws IOException {
        return service(ConfigurationAdmin.class).getConfiguration(pid, "?");
    }

    /** Checks that all bundles run and all components are satisfied; at least one component in each of these bundles. */
    void checkFeature(String... bundles) {
        assertEquals(List.of(), bundlesNotRunning());
        for (String bundle : bundles) {
            assertFalse(bundle + " has components", components(bundle).isEmpty());
        }
        Await.until(() -> String.join("; ", componentsNotSatisfied()));
    }

    /** Checks that each protection of connections with the server is there once, told from the others by its name. */
    void checkProtections() {
        Map<String, ProtectionId> all =
                Map.of("tls13", ProtectionId.TLS13, "certificate-first", ProtectionId.CERTIFICATE_FIRST);
        all.forEach((name, id) -> {
            ConnectionProtection protection =
                    service(ConnectionProtection.class, "(" + ConnectionProtection.NAME + "=" + name + ")");
            assertEquals(id, protection.id());
            assertEquals(name, protection.name());
        });
        assertEquals(all.size(), references(ConnectionProtection.class, null).size());
    }

    /** {@return bundles that are not as they should be: resolved for a fragment, active for any other} */
    List<String> bundlesNotRunning() {
        List<String> wrong = new ArrayList<>();
        for (Bundle bundle : context.getBundles()) {
            boolean fragment = bundle.adapt(BundleRevision.class).getTypes() == BundleRevision.TYPE_FRAGMENT;
            int expected = fragment ? Bundle.RESOLVED : Bundle.ACTIVE;
            if (bundle.getState() != expected) {
                wrong.add(bundle.getSymbolicName() + " is in state " + bundle.getState());
            }
        }
        return wrong;
    }

    /** {@return components of ours that are not satisfied, and why} */
    List<String> componentsNotSatisfied() {
        ServiceComponentRuntime runtime = service(ServiceComponentRuntime.class);
        List<String> wrong = new ArrayList<>();
        for (ComponentDescriptionDTO component : runtime.getComponentDescriptionDTOs()) {
            var configurations = runtime.getComponentConfigurationDTOs(component);
            if (configurations.isEmpty()) {
                wrong.add(component.name + ": no configuration");
            }
            for (ComponentConfigurationDTO each : configurations) {
                if (each.state != ComponentConfigurationDTO.ACTIVE
                        && each.state != ComponentConfigurationDTO.SATISFIED) {
                    wrong.add(component.name + ": state " + each.state
                            + Arrays.stream(each.unsatisfiedReferences)
                                    .map(reference -> ", no " + reference.name + " " + reference.target)
                                    .toList()
                            + (each.failure == null ? "" : " " + each.failure));
                }
            }
        }
        return wrong;
    }

    /** {@return the components of one of our bundles, by the simple names of their classes} */
    List<String> components(String bundle) {
        return service(ServiceComponentRuntime.class).getComponentDescriptionDTOs(bundle(bundle)).stream()
                .map(component ->
                        component.implementationClass.substring(component.implementationClass.lastIndexOf('.') + 1))
                .toList();
    }
}
