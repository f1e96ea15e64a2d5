package org.ringback.runtime;

import java.lang.reflect.Proxy;

/**
 * SIGHUP, as daemons have it: read the configuration anew, and go on. A terminal that closes sends it too; a program whose
 * terminal is gone goes on likewise, and SIGTERM ends it. Under {@code nohup} it stays ignored. Stateless.
 */
final class HangUp {
    private HangUp() {}

    /** Runs this at every SIGHUP from now on, instead of ending the process; nothing where there is no such signal. */
    static void takenBy(Runnable reader) {
        try {
            // The JDK's only way to a signal; the compiler warns of its name, and no warning is let through.
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object reading = Proxy.newProxyInstance(
                    handler.getClassLoader(), new Class<?>[] {handler}, (self, method, arguments) -> {
                        if (!method.getName().equals("handle")) {
                            return method.invoke(reader, arguments); // of Object
                        }
                        reader.run();
                        return null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), reading);
        } catch (ReflectiveOperationException e) {
            System.err.println("ringback: SIGHUP is not taken: " + Cause.of(e));
        }
    }
}
