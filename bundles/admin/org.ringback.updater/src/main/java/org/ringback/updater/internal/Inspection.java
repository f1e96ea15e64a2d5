package org.ringback.updater.internal;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Arrays;
import java.util.Collections;
import java.util.Dictionary;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.ringback.api.EquipmentService;
import org.ringback.api.configuration.Schema;
import org.ringback.updater.release.NotAcceptedException;
import org.xml.sax.Attributes;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Looks at a bundle that is installed and not resolved, whether it would reach into others' wiring: at the next refresh
 * somebody else's bundle would be wired to it. The framework's own reading of the manifest is what counts, so no second
 * reader can be told another thing. It is no sandbox: what runs has the whole of Java. Stateless.
 */
final class Inspection {
    private static final List<String> OURS = List.of(
            "org.ringback",
            "org.bouncycastle",
            "org.osgi",
            "org.apache",
            "org.ops4j",
            "org.h2",
            "org.slf4j",
            "ch.qos",
            "io.netty",
            "java",
            "javax");

    /** Services of ours that a bundle which answers rings may offer: it answers, and says how its configuration is read. */
    private static final Set<String> OFFERED = Set.of(EquipmentService.class.getName(), Schema.class.getName());

    private static final String COMPONENTS = "Service-Component";
    private static final String EXTENDER = "osgi.extender";
    private static final String SCR = "osgi.component";

    private Inspection() {}

    /**
     * Inspects.
     *
     * @param bundle installed, of a proved release or let in by a person
     * @throws NotAcceptedException if it would reach into others' wiring
     */
    static void require(Bundle bundle) throws NotAcceptedException {
        Dictionary<String, String> headers = bundle.getHeaders("");
        for (String header : List.of(
                Constants.FRAGMENT_HOST,
                Constants.BUNDLE_NATIVECODE,
                Constants.DYNAMICIMPORT_PACKAGE,
                Constants.BUNDLE_UPDATELOCATION,
                "Launcher-Agent")) {
            @Nullable String value = headers.get(header);
            if (value != null) {
                throw refused(bundle, header, value, "a bundle without it");
            }
        }
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        for (var exported : revision.getDeclaredCapabilities(BundleRevision.PACKAGE_NAMESPACE)) {
            String name = String.valueOf(exported.getAttributes().get(BundleRevision.PACKAGE_NAMESPACE));
            if (isOurs(name)) {
                throw refused(bundle, Constants.EXPORT_PACKAGE, name, "packages of its own");
            }
        }
        for (BundleRequirement required : revision.getDeclaredRequirements(EXTENDER)) {
            @Nullable String filter = required.getDirectives().get(Constants.FILTER_DIRECTIVE);
            if (filter == null || !filter.contains(SCR)) {
                throw refused(bundle, Constants.REQUIRE_CAPABILITY, EXTENDER + " " + filter, "no extender but " + SCR);
            }
        }
        if (!revision.getDeclaredCapabilities(EXTENDER).isEmpty()) {
            throw refused(bundle, Constants.PROVIDE_CAPABILITY, EXTENDER, "none");
        }
        requireComponents(bundle, headers.get(COMPONENTS));
    }

    private static boolean isOurs(String name) {
        return OURS.stream().anyMatch(own -> name.equals(own) || name.startsWith(own + "."));
    }

    /** A component may offer services of its own, and few of ours. */
    private static void requireComponents(Bundle bundle, @Nullable String header) throws NotAcceptedException {
        List<String> files = header == null
                ? List.of()
                : Arrays.stream(header.split(",", -1)).map(String::strip).toList();
        for (String file : files) {
            for (URL component : found(bundle, file)) {
                for (String service : provided(bundle, component)) {
                    if (isOurs(service) && !OFFERED.contains(service)) {
                        throw refused(
                                bundle,
                                COMPONENTS,
                                "provides " + service,
                                "of ours only " + String.join(", ", new TreeSet<>(OFFERED)));
                    }
                }
            }
        }
    }

    private static List<URL> found(Bundle bundle, String path) {
        int slash = path.lastIndexOf('/');
        var entries = bundle.findEntries(slash < 0 ? "/" : path.substring(0, slash), path.substring(slash + 1), false);
        return entries == null ? List.of() : Collections.list(entries);
    }

    private static List<String> provided(Bundle bundle, URL component) throws NotAcceptedException {
        Stream.Builder<String> services = Stream.builder();
        try (InputStream in = component.openStream()) {
            SAXParserFactory factory = SAXParserFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.newSAXParser().parse(in, new DefaultHandler() {
                @Override
                public void startElement(String uri, String local, String name, Attributes attributes) {
                    if (name.equals("provide") || name.endsWith(":provide")) {
                        services.add(String.valueOf(attributes.getValue("interface")));
                    }
                }
            });
        } catch (IOException | SAXException | ParserConfigurationException e) {
            throw refused(bundle, COMPONENTS, component.getPath() + ": " + e.getMessage(), "a component description");
        }
        return services.build().toList();
    }

    private static NotAcceptedException refused(Bundle bundle, String header, String value, String expected) {
        return new NotAcceptedException("bundle " + bundle.getSymbolicName() + ": " + header + ": '" + value
                + "' (expected: " + expected + "); it would reach into other bundles");
    }
}
