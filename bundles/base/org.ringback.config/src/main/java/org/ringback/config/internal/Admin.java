package org.ringback.config.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Dictionary;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.ringback.api.audit.AuditEntry;
import org.ringback.api.audit.AuditLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes accepted configurations on to ConfigurationAdmin, and what became of changes to the audit log. Immutable.
 *
 * @param admin takes configurations
 * @param audit the log, if there is one at this moment
 */
record Admin(ConfigurationAdmin admin, Supplier<Optional<AuditLog>> audit) implements ConfigurationFolder.Target {
    private static final Logger LOG = LoggerFactory.getLogger(Admin.class);

    /** A location that lets any bundle have the configuration (OSGi Configuration Admin, multi-locations). */
    private static final String ANYWHERE = "?";

    @Override
    public void put(ConfigurationFile file, Map<String, String> values) throws IOException {
        configuration(file).update(FrameworkUtil.asDictionary(values));
    }

    @Override
    public void remove(ConfigurationFile file) throws IOException {
        configuration(file).delete();
    }

    private Configuration configuration(ConfigurationFile file) throws IOException {
        return file.instance().isEmpty()
                ? admin.getConfiguration(file.pid(), ANYWHERE)
                : admin.getFactoryConfiguration(file.pid(), file.instance(), ANYWHERE);
    }

    @Override
    public Optional<Map<String, String>> given(String pid) {
        try {
            // unlike getConfiguration, this does not create one
            Configuration @Nullable [] found = admin.listConfigurations("(service.pid=" + pid + ")");
            return found == null
                    ? Optional.empty()
                    : Optional.ofNullable(found[0].getProperties()).map(Admin::texts);
        } catch (IOException | InvalidSyntaxException e) {
            throw new IllegalArgumentException("ConfigurationAdmin does not tell it: " + e, e);
        }
    }

    private static Map<String, String> texts(Dictionary<String, Object> values) {
        Map<String, String> texts = new TreeMap<>();
        FrameworkUtil.asMap(values).forEach((key, value) -> texts.put(key, String.valueOf(value)));
        texts.remove(Constants.SERVICE_PID); // added by ConfigurationAdmin
        return texts;
    }

    @Override
    public void judged(ConfigurationFile file, String outcome) {
        audit.get()
                .ifPresent(log -> log.record(
                        new AuditEntry("configuration", owner(file), file.label(), "configuration", outcome)));
    }

    /** Whose file it is: nobody else is known to have changed it. */
    private static String owner(ConfigurationFile file) {
        try {
            return "owner " + Files.getOwner(file.path()).getName();
        } catch (IOException e) {
            return "unknown";
        }
    }

    @Override
    public void log(boolean wrong, String line) {
        if (wrong) {
            LOG.error("{}", line);
        } else {
            LOG.info("{}", line);
        }
    }
}
