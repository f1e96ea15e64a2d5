package org.ringback.issuer.core;

import java.time.Instant;
import java.util.List;
import org.ringback.api.crypto.Protection;
import org.ringback.api.crypto.ServerPins;

/**
 * How to come to a server and know it. Immutable.
 *
 * @param servers {@code host:port}, in the order in which they are tried
 * @param pins the authorities that may vouch for it
 * @param protection how the connection is protected; no other is tried
 * @param notBefore a time that is proved to have passed: the least that its dates are compared with
 */
record Route(List<String> servers, ServerPins pins, Protection protection, Instant notBefore) {}
