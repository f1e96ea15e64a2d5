package org.ringback.kernel;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.osgi.annotation.versioning.ProviderType;
import org.ringback.api.EquipmentId;

/** Chooses what answers the conversations of calls to this gateway's equipment. An OSGi service; thread-safe. */
@ProviderType
public interface Answering extends AnsweredServices {
    /**
     * Sets the local addresses that answer new conversations, in preference to equipment services; open conversations
     * stay as they are.
     *
     * @param addresses the local address of each service
     */
    void forward(Map<ServiceKey, InetSocketAddress> addresses);

    /**
     * Sets the services that the owner marks admin, of all equipment and whatever answers them.
     *
     * @param names their names
     */
    void markAdmin(Set<String> names);

    /**
     * Says what the owner should do about services.
     *
     * @param joined the equipment that has joined
     * @return the warnings, each with what was expected
     */
    List<String> warnings(List<EquipmentId> joined);

    /** {@return the equipment that services name, each by its ID} */
    Set<String> named();

    /** {@return the counters of conversations, by name} */
    SortedMap<String, Long> counters();
}
