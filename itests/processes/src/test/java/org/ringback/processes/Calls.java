package org.ringback.processes;

import com.sun.jdi.AbsentInformationException;
import com.sun.jdi.Bootstrap;
import com.sun.jdi.ClassType;
import com.sun.jdi.ObjectCollectedException;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.ThreadReference;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.AttachingConnector;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.event.MethodEntryEvent;
import com.sun.jdi.request.EventRequest;
import com.sun.jdi.request.MethodEntryRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.ringback.kit.Party;

/**
 * Which of our methods a running program enters, in order, as its debugger sees it (Java Debug Interface). The program runs with
 * {@link Party#debugged}; recording slows it down and changes nothing else.
 */
final class Calls implements AutoCloseable {
    private static final String OURS = "org.ringback.*";
    private static final Set<String> VALUES = Set.of("java.lang.Record", "java.lang.Enum");
    private static final long LOOK = 100;

    private final VirtualMachine machine;
    private final List<Call> calls = new ArrayList<>();
    private final Map<ThreadReference, String> threads = new HashMap<>();
    private final Map<ReferenceType, Optional<Type>> types = new HashMap<>();

    /** One class of ours: its name, nested ones behind a dot, and its package. */
    record Type(String name, String folder, boolean value) {
        /** {@return its source file below a bundle's sources} */
        String file() {
            int nested = name.indexOf('.');
            return folder + "/" + (nested < 0 ? name : name.substring(0, nested)) + ".java";
        }
    }

    /** A method was entered. */
    record Call(String thread, Type type, String method) {}

    private Calls(VirtualMachine machine) {
        this.machine = machine;
    }

    static Calls of(int port) throws Exception {
        AttachingConnector connector = Bootstrap.virtualMachineManager().attachingConnectors().stream()
                .filter(one -> one.transport().name().equals("dt_socket"))
                .findFirst()
                .orElseThrow();
        Map<String, Connector.Argument> arguments = connector.defaultArguments();
        arguments.get("hostname").setValue("127.0.0.1");
        arguments.get("port").setValue(Integer.toString(port));
        return new Calls(connector.attach(arguments));
    }

    /** {@return what was entered while something was done} */
    List<Call> during(Runnable task) throws Exception {
        calls.clear();
        MethodEntryRequest request = machine.eventRequestManager().createMethodEntryRequest();
        request.addClassFilter(OURS);
        request.setSuspendPolicy(EventRequest.SUSPEND_NONE);
        request.enable();
        CompletableFuture<Void> doing = CompletableFuture.runAsync(task);
        while (!doing.isDone()) {
            take(machine.eventQueue().remove(LOOK));
        }
        doing.get();
        request.disable();
        for (EventSet rest = machine.eventQueue().remove(LOOK);
                rest != null;
                rest = machine.eventQueue().remove(LOOK)) {
            take(rest);
        }
        return List.copyOf(calls);
    }

    private void take(EventSet events) {
        if (events == null) {
            return;
        }
        for (Event event : events) {
            if (event instanceof MethodEntryEvent entry) {
                types.computeIfAbsent(entry.method().declaringType(), Calls::type)
                        .ifPresent(type -> calls.add(new Call(
                                threads.computeIfAbsent(entry.thread(), Calls::name),
                                type,
                                entry.method().name())));
            }
        }
    }

    private static String name(ThreadReference thread) {
        try {
            return thread.name();
        } catch (ObjectCollectedException gone) {
            return "gone";
        }
    }

    /** What the compiler makes is no place that anything goes through. */
    private static Optional<Type> type(ReferenceType declared) {
        ClassType above = declared instanceof ClassType type ? type.superclass() : null;
        if (above == null || declared.name().contains("$$Lambda")) {
            return Optional.empty();
        }
        try {
            String path = declared.sourcePaths(null).get(0);
            String folder = path.substring(0, path.lastIndexOf('/'));
            String name = declared.name().substring(folder.length() + 1).replace('$', '.');
            return Optional.of(new Type(name, folder, VALUES.contains(above.name())));
        } catch (AbsentInformationException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        machine.dispose();
    }
}
