package org.ringback.shell.internal;

import org.apache.felix.service.command.Converter;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Reads a bundle in a command line for Gogo, whose own converter is part of the shells that are left out here. Thread-safe.
 */
@Component(property = Converter.CONVERTER_CLASSES + "=org.osgi.framework.Bundle")
public final class BundleConverter implements Converter {
    private final Bundles bundles;

    /**
     * Reads bundles of a container.
     *
     * @param context tells them
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
