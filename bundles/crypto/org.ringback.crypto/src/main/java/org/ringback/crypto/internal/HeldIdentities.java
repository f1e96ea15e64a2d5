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
 * Identities that were read, each for as long as somebody holds the very secret that it was read from: so a key is read and
 * tried once, not at every dial. It is let go at the next dial after the secret was dropped or
 * destroyed; it is not wiped. Bounded; thread-safe.
 */
final class HeldIdentities {
    /** More pieces of equipment than one gateway has; beyond, the one that was not asked for longest is read again. */
    static final int MAX = 1_024;

    private final Function<Secret, StoredIdentity> reader;
    private final Map<Held, StoredIdentity> read = new LinkedHashMap<>(16, 0.75f, true);
    private final ReferenceQueue<Secret> dropped = new ReferenceQueue<>();

    HeldIdentities(Function<Secret, StoredIdentity> reader) {
        this.reader = reader;
    }

    /** A secret by what it is, not by its bytes: its own equality looks at these, and its hash is the same for all. */
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

    /** How many are held. */
    int size() {
        synchronized (read) {
            return read.size();
        }
    }

    /**
     * The identity, read anew only if it was not read from this very secret before.
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
