/**
 * How a TCP connection opens, packet by packet in virtual time: {@link org.ringback.simulator.tcp.TcpStack} is what a
 * machine's kernel does, {@link org.ringback.simulator.tcp.Access} the routers and firewalls of a network with their
 * connection tracking, {@link org.ringback.simulator.tcp.Internet} what is between. It knows nothing of Ringback. For one
 * thread.
 */
@NullMarked
package org.ringback.simulator.tcp;

import org.jspecify.annotations.NullMarked;
