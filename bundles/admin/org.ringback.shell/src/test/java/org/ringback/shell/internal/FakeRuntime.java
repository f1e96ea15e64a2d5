package org.ringback.shell.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.osgi.framework.Bundle;
import org.osgi.framework.dto.BundleDTO;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.ReferenceDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;
import org.osgi.util.promise.Promise;

/** A component runtime whose components are as the test says; one component for each bundle, named as it is. */
final class FakeRuntime implements ServiceComponentRuntime {
    private final Map<ComponentDescriptionDTO, ComponentConfigurationDTO> components = new LinkedHashMap<>();

    /** The bundles that somebody stopped. */
    List<String> stopped = List.of();

    /** The component of a bundle, which offers these services. */
    ComponentConfigurationDTO component(String bundle, int state, String... offers) {
        components.keySet().removeIf(one -> one.name.equals(bundle));
        ComponentDescriptionDTO description = new ComponentDescriptionDTO();
        description.name = bundle;
        description.bundle = new BundleDTO();
        description.bundle.id = bundle.hashCode();
        description.bundle.symbolicName = bundle;
        description.configurationPid = new String[] {bundle};
        description.immediate = true;
        description.serviceInterfaces = offers;
        description.references = new ReferenceDTO[0];
        ComponentConfigurationDTO configuration = new ComponentConfigurationDTO();
        configuration.description = description;
        configuration.state = state;
        configuration.unsatisfiedReferences = new UnsatisfiedReferenceDTO[0];
        components.put(description, configuration);
        return configuration;
    }

    /** Whether a bundle has a component here. */
    boolean has(String bundle) {
        return stopped.contains(bundle) || components.keySet().stream().anyMatch(one -> one.name.equals(bundle));
    }

    /** A component that failed with this stack trace. */
    void failed(String bundle, String trace, String... offers) {
        component(bundle, ComponentConfigurationDTO.FAILED_ACTIVATION, offers).failure = trace;
    }

    /** A component that waits for these services. */
    void waiting(String bundle, String... services) {
        ComponentConfigurationDTO one = component(bundle, ComponentConfigurationDTO.UNSATISFIED_REFERENCE);
        List<ReferenceDTO> references = new ArrayList<>();
        List<UnsatisfiedReferenceDTO> unsatisfied = new ArrayList<>();
        Arrays.stream(services).forEach(service -> {
            ReferenceDTO reference = new ReferenceDTO();
            reference.name = "the " + service;
            reference.interfaceName = service;
            references.add(reference);
            UnsatisfiedReferenceDTO missing = new UnsatisfiedReferenceDTO();
            missing.name = reference.name;
            unsatisfied.add(missing);
        });
        one.description.references = references.toArray(ReferenceDTO[]::new);
        one.unsatisfiedReferences = unsatisfied.toArray(UnsatisfiedReferenceDTO[]::new);
    }

    @Override
    public Collection<ComponentDescriptionDTO> getComponentDescriptionDTOs(Bundle... bundles) {
        return components.keySet();
    }

    @Override
    public Collection<ComponentConfigurationDTO> getComponentConfigurationDTOs(ComponentDescriptionDTO description) {
        return List.of(components.get(description));
    }

    @Override
    public ComponentDescriptionDTO getComponentDescriptionDTO(Bundle bundle, String name) {
        throw new AssertionError("all are asked for");
    }

    @Override
    public boolean isComponentEnabled(ComponentDescriptionDTO description) {
        throw new AssertionError("not asked for");
    }

    @Override
    public Promise<Void> enableComponent(ComponentDescriptionDTO description) {
        throw new AssertionError("only looked at");
    }

    @Override
    public Promise<Void> disableComponent(ComponentDescriptionDTO description) {
        throw new AssertionError("only looked at");
    }
}
