package org.ringback.api.control;

import java.util.List;
import java.util.Set;

/** Says which crypto is used, where several bundles bring it. Thread-safe. */
public interface CryptoControl {
    /**
     * What begins from now on uses what these bundles bring; what they do not bring stays as it is. All of it at once.
     *
     * @param bundles their numbers in the container
     * @throws RefusedException if one of them brings no crypto now; nothing changes then
     */
    void use(Set<Long> bundles) throws RefusedException;

    /** {@return each bundle whose crypto is used, stands by or still protects connections, in the order of its number} */
    List<CryptoUse> uses();
}
