package org.ringback.kernel;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.osgi.annotation.versioning.ProviderType;
import org.ringback.api.EquipmentId;

/** Who answers the conversations of calls to equipment here. A service; thread-safe. */
@ProviderType
public interface Answering {
    /**
     * Gives conversations to local addresses from now on, before any equipment service; those that are open stay.
     *
     * @param addresses where what is answered
     */
    void forward(Map<ServiceKey, InetSocketAddress> addresses);

    /**
     * Says what the owner should do about services.
     *
     * @param joined the equipment here
     * @return in words, each what is and what is expected
     */
    List<String> warnings(List<EquipmentId> joined);

    /** {@return the equipment that services name, each by its ID} */
    Set<String> named();

    /** {@return what was counted of conversations, by name} */
    SortedMap<String, Long> counters();
}
