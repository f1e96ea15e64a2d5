package org.ringback.shell.internal;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.ringback.api.audit.AuditEntry;
import org.ringback.api.audit.AuditLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the warnings on a thread of its own, while a program is configured that is to be told of new ones. Called by
 * the component runtime, one call at a time.
 */
@Component(
        service = {},
        immediate = true,
        configurationPid = AlarmSchema.PID)
public final class AlarmComponent {
    private static final Logger LOG = LoggerFactory.getLogger(AlarmComponent.class);
    private static final Duration EVERY = Duration.ofSeconds(5);
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Roles roles;
    private final Reasons reasons;
    private final AlarmTrouble trouble;
    private final AlarmSchema schema;
    private List<String> words = List.of();
    private @Nullable AlarmThread watching;

    /**
     * Begins to look, if a program is configured.
     *
     * @param context knows the home directory
     * @param roles have the warnings
     * @param reasons tell why a role does not run
     * @param trouble warns of a program that failed
     * @param config the configuration
     */
    @Activate
    public AlarmComponent(
            BundleContext context,
            @Reference Roles roles,
            @Reference Reasons reasons,
            @Reference AlarmTrouble trouble,
            Map<String, Object> config) {
        this.roles = roles;
        this.reasons = reasons;
        this.trouble = trouble;
        this.schema = new AlarmSchema(context);
        modified(config);
    }

    /** Takes a new configuration; if it is refused, the one before stays in force. */
    @Modified
    void modified(Map<String, Object> config) {
        schema.change(config, LOG::error)
                .filter(changed -> !changed.equals(words))
                .ifPresent(this::watch);
    }

    private void watch(List<String> changed) {
        close();
        words = changed;
        trouble.clear();
        if (!changed.isEmpty()) {
            watching = new AlarmThread(
                    new Alarms(
                            changed,
                            () -> WarningsCommand.news(roles, reasons),
                            new AlarmProgram(schema.home(), LIMIT, AlarmProgram::time),
                            trouble,
                            this::record,
                            System::nanoTime),
                    EVERY);
            LOG.info("{}: {} is run for each new warning", AlarmSchema.NAME, changed.get(0));
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what cannot be written is told by the log's warnings
    private void record(AuditEntry entry) {
        AuditLog log = roles.audit;
        if (log != null) {
            log.record(entry);
        }
    }

    /** Looks no more; a program that runs is killed. */
    @Deactivate
    void close() {
        AlarmThread before = watching;
        watching = null;
        if (before != null) {
            before.close();
        }
    }
}
