package org.ringback.api.control;

import java.util.List;
import java.util.Set;

/** Says which crypto is used, where several bundles bring it. Thread-safe. */
public interface CryptoControl {
    /**
     * Nothing that these bundles bring is used before {@link #use} or {@link #watch} names them, also where nobody else
     * brings it: it has not been tried yet. The next call takes the place of this one.
     *
     * @param bundles their numbers in the container
     */
    void keepOut(Set<Long> bundles);

    /**
     * What begins from now on uses what these bundles bring; what they do not bring stays as it is. All of it at once.
     *
     * @param bundles their numbers in the container
     * @throws RefusedException if one of them brings no crypto now; nothing changes then
     */
    void use(Set<Long> bundles) throws RefusedException;

    /**
     * As {@link #use}; and what these bundles' crypto does from then on is watched, and where that can be told compared
     * with what the one before would have done. One watch at a time: the next one, and each {@link #use}, ends it.
     *
     * @param bundles their numbers in the container
     * @return the watch
     * @throws RefusedException as {@link #use}
     */
    CryptoWatch watch(Set<Long> bundles) throws RefusedException;

    /** {@return each bundle whose crypto is used, stands by or still protects connections, in the order of its number} */
    List<CryptoUse> uses();
}
