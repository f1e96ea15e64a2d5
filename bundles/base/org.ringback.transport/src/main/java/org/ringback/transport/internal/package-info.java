/**
 * The transport on Netty: {@link org.ringback.transport.internal.NettyTransport} is the component, {@code RoleLoop} a
 * role's loop on one of its threads, {@code OwnedSocket} a bound socket that outlives its owner, {@code TcpConnection}
 * one connection, {@code ProtectedLink} the protection on top of it. Every class says which thread owns its state; the
 * threads themselves belong to {@code LoopThreads} and {@code HandshakePool}.
 */
@NullMarked
package org.ringback.transport.internal;

import org.jspecify.annotations.NullMarked;
