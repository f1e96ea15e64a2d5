package org.ringback.shell.internal;

import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Enumeration;
import java.util.Map;
import org.osgi.framework.Bundle;
import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogLevel;
import org.osgi.service.log.LogListener;
import org.osgi.service.log.LogReaderService;

/** A log that is written by the test; the latest entry comes first, as OSGi says. */
final class FakeLog implements LogReaderService {
    private final Deque<LogEntry> entries = new ArrayDeque<>();

    void error(String bundle, String message) {
        Bundle origin = answering(Bundle.class, Map.of("getSymbolicName", bundle));
        entries.addFirst(answering(
                LogEntry.class, Map.of("getBundle", origin, "getMessage", message, "getLogLevel", LogLevel.ERROR)));
    }

    private static <T> T answering(Class<T> type, Map<String, Object> answers) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (!answers.containsKey(method.getName())) {
                        throw new AssertionError(method + ": not expected");
                    }
                    return answers.get(method.getName());
                }));
    }

    @Override
    public Enumeration<LogEntry> getLog() {
        return Collections.enumeration(entries);
    }

    @Override
    public void addLogListener(LogListener listener) {
        throw new AssertionError("the log is only read");
    }

    @Override
    public void removeLogListener(LogListener listener) {
        throw new AssertionError("the log is only read");
    }
}
