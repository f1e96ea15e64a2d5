package org.ringback.kernel;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.Moment;

/** What a flood meets: the real admission, and two simpler rules that show why it is as it is. */
interface AdmissionPolicy {
    /** A connection came; returns whether it is let in. Who goes for it is in {@link #gone}. */
    boolean came(long number, InetAddress from, Moment now);

    /** A whole first record came; returns whether it may go on. */
    boolean spoke(long number, Moment now);

    void left(long number);

    /** Takes out whose time is over. */
    void expire(Moment now);

    /** Whoever went since the last call. */
    List<Long> gone();

    /** An address proved itself. */
    default void proved(InetAddress at, Moment now) {}

    /** The real one. */
    final class TwoStages implements AdmissionPolicy {
        private final ProvedAddresses proved = new ProvedAddresses();
        private final Admission admission;
        private List<Long> gone = new ArrayList<>();

        TwoStages(Admission.Limits limits) {
            admission = new Admission(limits, proved);
        }

        @Override
        public boolean came(long number, InetAddress from, Moment now) {
            return take(admission.came(number, from, now));
        }

        @Override
        public boolean spoke(long number, Moment now) {
            return take(admission.spoke(number, now));
        }

        private boolean take(Admission.Decision decision) {
            if (decision.pushesOut()) {
                gone.add(decision.mustGo());
            }
            return decision.admitted();
        }

        @Override
        public void left(long number) {
            admission.left(number);
        }

        @Override
        public void expire(Moment now) {
            if (admission.nextDeadline() <= now.nanos()) {
                gone.addAll(admission.expire(now));
            }
        }

        @Override
        public List<Long> gone() {
            List<Long> told = gone;
            gone = new ArrayList<>();
            return told;
        }

        @Override
        public void proved(InetAddress at, Moment now) {
            proved.add(new KeyFingerprint(String.format("%064x", Hosts.host(at))), at, now);
        }
    }

    /** One stage for all, so many in all and for a network, and who comes too late is refused. */
    final class NewcomerRefused implements AdmissionPolicy {
        private final int inAll;
        private final int ofNetwork;
        private final Map<Long, Long> networks = new HashMap<>();
        private final Map<Long, Integer> counts = new HashMap<>();
        private final Deadlines firstByte;
        private final Deadlines proof;

        NewcomerRefused(int inAll, int ofNetwork, Duration firstByte, Duration proof) {
            this.inAll = inAll;
            this.ofNetwork = ofNetwork;
            this.firstByte = new Deadlines(firstByte);
            this.proof = new Deadlines(proof);
        }

        @Override
        public boolean came(long number, InetAddress from, Moment now) {
            long network = Hosts.network(Hosts.host(from));
            if (networks.size() >= inAll || counts.getOrDefault(network, 0) >= ofNetwork) {
                return false;
            }
            networks.put(number, network);
            counts.merge(network, 1, Integer::sum);
            firstByte.add(number, now);
            proof.add(number, now);
            return true;
        }

        @Override
        public boolean spoke(long number, Moment now) {
            firstByte.forget(number);
            return true;
        }

        @Override
        public void left(long number) {
            Long network = networks.remove(number);
            if (network != null) {
                counts.merge(network, -1, Integer::sum);
                firstByte.forget(number);
                proof.forget(number);
            }
        }

        @Override
        public void expire(Moment now) {
            firstByte.over(now).forEach(this::left);
            proof.over(now).forEach(this::left);
        }

        @Override
        public List<Long> gone() {
            List<Long> told = new ArrayList<>(firstByte.told());
            told.addAll(proof.told());
            return told;
        }
    }

    /** One stage for all, and at its limit the one that is there longest goes. */
    final class OldestGoes implements AdmissionPolicy {
        private final int inAll;
        private final Deadlines proof;
        private final Deque<Long> pushed = new ArrayDeque<>();

        OldestGoes(int inAll, Duration proof) {
            this.inAll = inAll;
            this.proof = new Deadlines(proof);
        }

        @Override
        public boolean came(long number, InetAddress from, Moment now) {
            if (proof.size() >= inAll) {
                long oldest = proof.oldest();
                pushed.add(oldest);
                proof.forget(oldest);
            }
            proof.add(number, now);
            return true;
        }

        @Override
        public boolean spoke(long number, Moment now) {
            return true;
        }

        @Override
        public void left(long number) {
            proof.forget(number);
        }

        @Override
        public void expire(Moment now) {
            proof.over(now).forEach(this::left);
        }

        @Override
        public List<Long> gone() {
            List<Long> told = new ArrayList<>(pushed);
            pushed.clear();
            told.addAll(proof.told());
            return told;
        }
    }

    /** Who has so long from the beginning. */
    final class Deadlines {
        private final Duration time;
        private final Map<Long, Long> ends = new LinkedHashMap<>();
        private List<Long> over = new ArrayList<>();

        Deadlines(Duration time) {
            this.time = time;
        }

        int size() {
            return ends.size();
        }

        long oldest() {
            return ends.keySet().iterator().next();
        }

        void add(long number, Moment now) {
            ends.put(number, now.plus(time));
        }

        void forget(long number) {
            ends.remove(number);
        }

        List<Long> over(Moment now) {
            List<Long> those = new ArrayList<>();
            for (Map.Entry<Long, Long> end : ends.entrySet()) {
                if (end.getValue() > now.nanos()) {
                    break;
                }
                those.add(end.getKey());
            }
            over.addAll(those);
            return those;
        }

        List<Long> told() {
            List<Long> told = over;
            over = new ArrayList<>();
            return told;
        }
    }
}
