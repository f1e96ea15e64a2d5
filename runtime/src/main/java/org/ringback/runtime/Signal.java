package org.ringback.runtime;

import java.lang.reflect.Proxy;

/** What a process may be asked by to stop, or to read its configuration anew. */
enum Signal {
    /**
     * As daemons have it: read the configuration anew, and go on. A terminal that closes sends it too; a program whose terminal
     * is gone goes on likewise, and SIGTERM ends it. Under {@code nohup} it stays ignored.
     */
    HUP(1),
    /** Ctrl-C. */
    INT(2),
    /** As {@code kill} and service managers send it. */
    TERM(15);

    /** What shells add to the number of a signal that ended a process. */
    private static final int BY_SIGNAL = 128;

    private final int number;

    Signal(int number) {
        this.number = number;
    }

    /** {@return the exit code by which whoever started a process knows that this ended it} */
    int exit() {
        return BY_SIGNAL + number;
    }

    /** Runs this whenever it comes from now on, instead of ending the process; nothing where there is no such signal. */
    void takenBy(Runnable reader) {
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
                    .invoke(null, signal.getConstructor(String.class).newInstance(name()), reading);
        } catch (ReflectiveOperationException e) {
            System.err.println("ringback: SIG" + name() + " is not taken: " + Cause.of(e));
        }
    }
}
