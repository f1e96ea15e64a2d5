package org.ringback.config.internal;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks a Logback file: reads it, and configures a separate logger context with it, which nobody logs to. Uses
 * reflection, because Logback is inside the logging bundle, which exports nothing. Without Logback the file is not
 * tried. Immutable.
 */
final class LogbackTrial {
    static final String CONTEXT = "ch.qos.logback.classic.LoggerContext";
    private static final String CONFIGURATOR = "ch.qos.logback.classic.joran.JoranConfigurator";
    private static final int WARN = 1;
    private static final int ERROR = 2;
    private static final Logger LOG = LoggerFactory.getLogger(LogbackTrial.class);

    private final Supplier<Optional<ClassLoader>> loader;

    /** Uses the loader that the supplier gives at each check. */
    LogbackTrial(Supplier<Optional<ClassLoader>> loader) {
        this.loader = loader;
    }

    /**
     * Checks a file.
     *
     * @param file which
     * @param text its bytes
     * @return probable mistakes, in Logback's words
     * @throws IllegalArgumentException if it is refused; the message says where and why
     */
    List<String> judge(Path file, byte[] text) {
        Optional<ClassLoader> logback = loader.get().filter(one -> has(one, CONTEXT));
        LogbackText.check(text, name -> logback.isEmpty() || has(logback.get(), name));
        return logback.isEmpty() ? List.of() : run(logback.get(), file);
    }

    private static boolean has(ClassLoader loader, String name) {
        try {
            loader.loadClass(name);
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    private static List<String> run(ClassLoader logback, Path file) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(logback);
        try {
            Object context = logback.loadClass(CONTEXT).getConstructor().newInstance();
            call(context, "start");
            try {
                return configured(logback, context, file);
            } finally {
                call(context, "stop");
            }
        } catch (ReflectiveOperationException e) {
            LOG.warn("{}: cannot be tried with this Logback; it is taken as it is", file, e);
            return List.of();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static List<String> configured(ClassLoader logback, Object context, Path file)
            throws ReflectiveOperationException {
        @Nullable Throwable thrown = null;
        Object configurator = logback.loadClass(CONFIGURATOR).getConstructor().newInstance();
        configurator
                .getClass()
                .getMethod("setContext", logback.loadClass("ch.qos.logback.core.Context"))
                .invoke(configurator, context);
        try {
            configurator.getClass().getMethod("doConfigure", File.class).invoke(configurator, file.toFile());
        } catch (InvocationTargetException e) {
            thrown = e.getCause();
        }
        List<String> warnings = new ArrayList<>();
        for (Object status : (Collection<?>) call(call(context, "getStatusManager"), "getCopyOfStatusList")) {
            int level = (int) call(status, "getLevel");
            if (level == ERROR) {
                throw refused(sentence(status));
            }
            if (level == WARN) {
                warnings.add("the log's bundle says: " + sentence(status));
            }
        }
        if (thrown != null) {
            throw refused(deepest(thrown));
        }
        return warnings.stream().distinct().toList();
    }

    private static IllegalArgumentException refused(String why) {
        return new IllegalArgumentException("the log's bundle says: " + why + " (expected: what Logback takes)");
    }

    private static String sentence(Object status) throws ReflectiveOperationException {
        String message = String.valueOf(call(status, "getMessage")).strip();
        return call(status, "getThrowable") instanceof Throwable cause ? message + " " + deepest(cause) : message;
    }

    private static String deepest(Throwable failure) {
        Throwable deepest = failure;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return deepest.getClass().getSimpleName() + ": " + deepest.getMessage();
    }

    private static Object call(Object on, String method) throws ReflectiveOperationException {
        return on.getClass().getMethod(method).invoke(on);
    }
}
