package org.ringback.acceptor.internal;

import org.ringback.api.EquipmentId;

/**
 * What is forwarded to a local address. Immutable.
 *
 * @param equipment whose conversations
 * @param service of which service
 */
record ForwardKey(EquipmentId equipment, String service) {}
