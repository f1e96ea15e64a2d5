package org.ringback.updater.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Arrays;
import java.util.Collections;
import java.util.Dictionary;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarInputStream;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
import org.ringback.updater.release.BundleEntry;
import org.ringback.updater.release.NotAcceptedException;
import org.ringback.updater.release.TrustedKeys;
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
    private static final String WITHOUT = "a bundle without it";

    /** A name in the filter that the framework makes of a required bundle. */
    private static final Pattern REQUIRED =
            Pattern.compile("\\(" + Pattern.quote(BundleRevision.BUNDLE_NAMESPACE) + "=([^)]*)\\)");

    private Inspection() {}

    /**
     * Looks for what must not even be installed: the framework attaches a fragment of its own at once, and ends and starts
     * anew to let go of it.
     *
     * @param entry what it is
     * @param jar its bytes
     * @throws NotAcceptedException if it is a fragment
     */
    static void requireNoFragment(BundleEntry entry, byte[] jar) throws NotAcceptedException {
        try (JarInputStream in = new JarInputStream(new ByteArrayInputStream(jar), false)) {
            @Nullable Manifest manifest = in.getManifest();
            @Nullable
            String host = manifest == null ? null : manifest.getMainAttributes().getValue(Constants.FRAGMENT_HOST);
            if (host != null) {
                throw refused(entry.name(), Constants.FRAGMENT_HOST, host, WITHOUT);
            }
        } catch (NotAcceptedException e) {
            throw e;
        } catch (IOException e) {
            throw new NotAcceptedException("bundle " + entry.label() + ": cannot be installed: " + e.getMessage());
        }
    }

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
                throw refused(bundle, header, value, WITHOUT);
            }
        }
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        for (var exported : revision.getDeclaredCapabilities(BundleRevision.PACKAGE_NAMESPACE)) {
            String name = String.valueOf(exported.getAttributes().get(BundleRevision.PACKAGE_NAMESPACE));
            if (isOurs(name)) {
                throw refused(bundle, Constants.EXPORT_PACKAGE, name, "packages of its own");
            }
        }
        for (BundleRequirement required : revision.getDeclaredRequirements(BundleRevision.BUNDLE_NAMESPACE)) {
            Matcher wanted = REQUIRED.matcher(filter(required));
            while (wanted.find()) {
                if (TrustedKeys.isOwn(wanted.group(1))) { // it would be used by this one, and so could not be exchanged
                    throw refused(bundle, Constants.REQUIRE_BUNDLE, wanted.group(1), "imports of packages");
                }
            }
        }
        for (BundleRequirement required : revision.getDeclaredRequirements(EXTENDER)) {
            String filter = filter(required);
            if (!filter.contains(SCR)) {
                throw refused(bundle, Constants.REQUIRE_CAPABILITY, EXTENDER + " " + filter, "no extender but " + SCR);
            }
        }
        if (!revision.getDeclaredCapabilities(EXTENDER).isEmpty()) {
            throw refused(bundle, Constants.PROVIDE_CAPABILITY, EXTENDER, "none");
        }
        requireComponents(bundle, headers.get(COMPONENTS));
    }

    private static String filter(BundleRequirement required) {
        return required.getDirectives().getOrDefault(Constants.FILTER_DIRECTIVE, "none");
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
        return refused(String.valueOf(bundle.getSymbolicName()), header, value, expected);
    }

    private static NotAcceptedException refused(String name, String header, String value, String expected) {
        return new NotAcceptedException("bundle " + name + ": " + header + ": '" + value + "' (expected: " + expected
                + "); it would reach into other bundles");
    }
}
