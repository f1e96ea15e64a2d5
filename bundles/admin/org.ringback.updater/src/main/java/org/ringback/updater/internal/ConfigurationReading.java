package org.ringback.updater.internal;

import java.util.Collection;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/**
 * Has the configuration read at once, instead of within half a second.
 *
 * @param context finds the service of whoever reads it
 */
record ConfigurationReading(BundleContext context) {
    void now() {
        try {
            Collection<ServiceReference<Runnable>> readers =
                    context.getServiceReferences(Runnable.class, "(ringback.reads=configuration)");
            for (ServiceReference<Runnable> reader : readers) {
                context.getService(reader).run();
                context.ungetService(reader);
            }
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException("the filter is a constant", e);
        }
    }
}
