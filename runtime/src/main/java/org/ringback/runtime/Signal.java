package org.ringback.runtime;

import java.lang.reflect.Proxy;

/** The signals that ask a process to stop, or to read its configuration again. */
enum Signal {
    /**
     * Asks a program to read its configuration again and go on, as with daemons. A terminal that closes sends it too,
     * so a program goes on without its terminal until SIGTERM. Under {@code nohup} it is ignored.
     */
    HUP(1),
    /** Ctrl-C. */
    INT(2),
    /** The signal of {@code kill} and of service managers. */
    TERM(15);

    /** What shells add to the number of the signal that ended a process to make its exit code. */
    private static final int BY_SIGNAL = 128;

    private final int number;

    Signal(int number) {
        this.number = number;
    }

    /** {@return the exit code of a process that this signal ended} */
    int exit() {
        return BY_SIGNAL + number;
    }

    /**
     * Runs {@code reader} whenever the signal comes, instead of ending the process; does nothing on a system without
     * the signal.
     */
    void takenBy(Runnable reader) {
        try {
            // By reflection: the JDK has no other way to handle signals, and the build refuses the compiler's warning
            // about this class.
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object reading = Proxy.newProxyInstance(
                    handler.getClassLoader(), new Class<?>[] {handler}, (self, method, arguments) -> {
                        if (!method.getName().equals("handle")) {
                            return method.invoke(reader, arguments); // a method of Object
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
