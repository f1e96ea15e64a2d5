package org.ringback.crypto.internal;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.ringback.api.Secret;

/**
 * Caches identities by the {@link Secret} object that they were read from, so that a key is parsed and checked once and
 * not at every dial. An identity leaves the cache at the next dial after its secret was collected or destroyed; it is
 * not wiped. Bounded; thread-safe.
 */
final class HeldIdentities {
    /** Most cached identities, more than a gateway has equipment; beyond, the least recently used one is dropped. */
    static final int MAX = 1_024;

    private final Function<Secret, StoredIdentity> reader;
    private final Map<Held, StoredIdentity> read = new LinkedHashMap<>(16, 0.75f, true);
    private final ReferenceQueue<Secret> dropped = new ReferenceQueue<>();

    HeldIdentities(Function<Secret, StoredIdentity> reader) {
        this.reader = reader;
    }

    /**
     * Compares secrets by object identity: their own equality compares bytes, and their hash code is the same for all.
     */
    private static final class Held extends WeakReference<Secret> {
        private final int hash;

        Held(Secret secret, @Nullable ReferenceQueue<Secret> dropped) {
            super(secret, dropped);
            this.hash = System.identityHashCode(secret);
        }

        boolean isDestroyed() {
            Secret secret = get();
            return secret != null && secret.isDestroyed();
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(Object other) {
            return this == other || (other instanceof Held held && get() != null && held.refersTo(get()));
        }
    }

    /** How many are cached. */
    int size() {
        synchronized (read) {
            return read.size();
        }
    }

    /**
     * Gives the identity, reading it only if it was not read from this object before.
     *
     * @throws IllegalArgumentException if it cannot be read
     * @throws IllegalStateException if the secret was destroyed
     */
    StoredIdentity get(Secret encoded) {
        synchronized (read) {
            for (Reference<? extends Secret> gone = dropped.poll(); gone != null; gone = dropped.poll()) {
                read.remove(gone);
            }
            read.keySet().removeIf(Held::isDestroyed);
            StoredIdentity known = read.get(new Held(encoded, null));
            if (known != null) {
                return known;
            }
        }
        StoredIdentity fresh = reader.apply(encoded);
        synchronized (read) {
            read.put(new Held(encoded, dropped), fresh);
            if (read.size() > MAX) {
                read.remove(read.keySet().iterator().next());
            }
        }
        return fresh;
    }
}
