package org.ringback.issuer.core;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gives out numbers and remembers whose they are, so that an event finds its task. Belongs to the core's thread.
 */
final class Switchboard {
    private static final long STEP = 2;

    private final Map<Long, Task> connections = new HashMap<>();
    private final Map<Long, Task> listeners = new HashMap<>();
    private final Map<Long, Task> jobs = new HashMap<>();
    private final Set<Long> calls = new HashSet<>();
    private long lastConnection = -1;
    private long lastListener;
    private long lastJob;

    /** The number of a connection to be dialled: odd. */
    long connection(Task owner) {
        lastConnection += STEP;
        connections.put(lastConnection, owner);
        return lastConnection;
    }

    void adopt(long connection, Task owner) {
        connections.put(connection, owner);
    }

    long listener(Task owner) {
        listeners.put(++lastListener, owner);
        return lastListener;
    }

    long job(Task owner) {
        jobs.put(++lastJob, owner);
        return lastJob;
    }

    @Nullable
    Task ofConnection(long connection) {
        return connections.get(connection);
    }

    @Nullable
    Task ofListener(long listener) {
        return listeners.get(listener);
    }

    /** A job is done once. */
    @Nullable
    Task takeJob(long job) {
        return jobs.remove(job);
    }

    void forgetConnection(long connection) {
        connections.remove(connection);
        calls.remove(connection);
    }

    void forgetListener(long listener) {
        listeners.remove(listener);
    }

    /** From now on the connection is a call-back with conversations, and no task's any more. */
    void handOver(long connection) {
        connections.remove(connection);
        calls.add(connection);
    }

    Set<Long> calls() {
        return Set.copyOf(calls);
    }

    int standingCalls() {
        return calls.size();
    }

    void forget(Task task) {
        connections.values().removeIf(owner -> owner == task);
        listeners.values().removeIf(owner -> owner == task);
        jobs.values().removeIf(owner -> owner == task);
    }
}
