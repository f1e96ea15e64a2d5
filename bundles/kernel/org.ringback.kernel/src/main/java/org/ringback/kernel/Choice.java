package org.ringback.kernel;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.ringback.api.ProtectionId;
import org.ringback.spi.ConnectionProtection;
import org.ringback.spi.CryptoProvider;

/**
 * Which of the providers and protections that are there make the suite. Made by one thread, then read by any.
 *
 * @param provider empty if there is none
 * @param protections at most one of each number
 * @param claims what those claim
 * @param troubles which are not used as they claim what another one does, in words
 */
record Choice(
        Optional<Brought<CryptoProvider>> provider,
        Map<ProtectionId, Brought<ConnectionProtection>> protections,
        Claims claims,
        List<String> troubles) {

    /**
     * What a wanted bundle brings is first, then what is used, then what came first; but it displaces nothing that it
     * does not bring.
     *
     * @param providers in the order in which they came
     * @param protections in that order
     * @param wanted numbers of bundles
     * @param used IDs of services
     */
    static Choice of(
            Collection<Brought<CryptoProvider>> providers,
            Collection<Brought<ConnectionProtection>> protections,
            Set<Long> wanted,
            Set<Long> used) {
        Comparator<Brought<?>> order =
                Comparator.comparingInt(one -> wanted.contains(one.by().id()) ? 0 : used.contains(one.id()) ? 1 : 2);
        Set<ProtectionId> replaced = protections.stream()
                .filter(one -> wanted.contains(one.by().id()))
                .map(one -> one.what().id())
                .collect(Collectors.toSet());
        Predicate<Brought<ConnectionProtection>> stays =
                one -> used.contains(one.id()) && !replaced.contains(one.what().id());
        Map<ProtectionId, Brought<ConnectionProtection>> best = new TreeMap<>();
        Claims claims = new Claims();
        List<String> troubles = new ArrayList<>();
        for (Brought<ConnectionProtection> one : protections.stream()
                .sorted(Comparator.comparing(stays::test).reversed().thenComparing(order))
                .toList()) {
            ProtectionId number = one.what().id();
            if (!best.containsKey(number)) {
                claims.add(one.what()).ifPresentOrElse(troubles::add, () -> best.put(number, one));
            }
        }
        return new Choice(providers.stream().min(order), best, claims, troubles);
    }

    /** The IDs of its services. */
    Set<Long> used() {
        Set<Long> used = new HashSet<>();
        provider.ifPresent(one -> used.add(one.id()));
        protections.values().forEach(one -> used.add(one.id()));
        return used;
    }
}
