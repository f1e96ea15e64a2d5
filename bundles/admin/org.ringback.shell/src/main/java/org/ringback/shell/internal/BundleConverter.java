package org.ringback.shell.internal;

import org.apache.felix.service.command.Converter;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Lets Gogo read the name of a bundle in a command line: Gogo's own converter is in a bundle that this program does not
 * have. Thread-safe.
 */
@Component(property = Converter.CONVERTER_CLASSES + "=org.osgi.framework.Bundle")
public final class BundleConverter implements Converter {
    private final Bundles bundles;

    /**
     * Makes the converter.
     *
     * @param context finds the bundles
     */
    @Activate
    public BundleConverter(BundleContext context) {
        bundles = new Bundles(context);
    }

    @Override
    public @Nullable Object convert(Class<?> type, Object word) {
        if (type != Bundle.class || !(word instanceof CharSequence)) {
            return null;
        }
        try {
            return bundles.one(word.toString());
        } catch (CommandFailure e) {
            return null; // Gogo tries other forms of the command; ContainerCommand says which word was none.
        }
    }

    @Override
    public @Nullable CharSequence format(Object value, int level, Converter escape) {
        return null;
    }
}
