package org.ringback.transport.internal;

import io.netty.channel.ConnectTimeoutException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;
import org.ringback.spi.CloseReason;
import org.ringback.spi.CloseReason.Kind;
import org.ringback.spi.ProtectionException;

/** Turns exceptions of the network into {@link CloseReason}s, without addresses: the caller knows these. Stateless. */
final class CloseReasons {
    static final CloseReason HERE = CloseReason.of(Kind.CLOSED_HERE, "closed here");
    static final CloseReason THERE = CloseReason.of(Kind.CLOSED_THERE, "closed by the peer");
    static final CloseReason ABORTED = CloseReason.of(Kind.CLOSED_HERE, "aborted here");
    static final CloseReason BUG = CloseReason.of(Kind.CLOSED_HERE, "closed here after an internal error");
    static final CloseReason STALLED = CloseReason.of(Kind.BROKEN, "the peer took no more bytes");
    static final CloseReason LOST = CloseReason.of(Kind.BROKEN, "connection lost");

    static final CloseReason OVERLOADED =
            CloseReason.of(Kind.OVERLOADED, "too many handshakes at once (our own limit)");
    static final CloseReason IN_PIECES = CloseReason.of(
            new ProtectionException(ProtectionException.Reason.BROKEN, "handshake: in more pieces than one has"));
    static final CloseReason TRUNCATED =
            CloseReason.of(Kind.BROKEN, "the peer's bytes ended without the protection's close");
    static final CloseReason LEFT = CloseReason.of(Kind.CLOSED_THERE, "closed by the peer in the handshake");

    private static final CloseReason RESET = CloseReason.of(Kind.BROKEN, "connection reset");
    private static final CloseReason RESET_EARLY =
            CloseReason.of(Kind.CLOSED_THERE, "reset by the peer in the handshake");

    private static final Pattern ADDRESS = Pattern.compile(": [^ ]*/[^ ]*$");

    private CloseReasons() {}

    /**
     * Why dialling failed.
     *
     * @param localNamed whether the caller named a local address, which this machine may not have
     */
    static CloseReason ofDial(Throwable failure, Duration limit, boolean localNamed) {
        if (failure instanceof ConnectTimeoutException) {
            return CloseReason.of(Kind.TIMED_OUT, "no answer within " + limit.toMillis() + " ms");
        }
        String said = said(failure);
        if (said.contains("network is unreachable")) { // Netty has it in a NoRouteToHostException too
            return CloseReason.of(Kind.NO_ROUTE, "no route");
        }
        if (failure instanceof NoRouteToHostException) {
            return CloseReason.of(Kind.BROKEN, "a router, or the network there, says that the host is unreachable");
        }
        if (said.contains("address already in use")) {
            return CloseReason.of(Kind.NOT_DIALLED, "local address: in use");
        }
        if (said.contains("assign requested address")) {
            return localNamed
                    ? CloseReason.of(Kind.NOT_DIALLED, "local address: not to be had (expected: one of this machine's)")
                    : CloseReason.of(Kind.NO_ROUTE, "no route");
        }
        if (failure instanceof UnsupportedAddressTypeException || said.contains("family")) {
            return CloseReason.of(Kind.NO_ROUTE, "this machine has no such address family");
        }
        if (said.contains("timed out")) {
            return CloseReason.of(Kind.TIMED_OUT, "no answer");
        }
        if (said.contains("unreachable")) {
            return CloseReason.of(Kind.NO_ROUTE, "no route");
        }
        if (failure instanceof ConnectException && said.contains("refused")) {
            return CloseReason.of(Kind.REFUSED, "connection refused");
        }
        return CloseReason.of(Kind.BROKEN, words(failure));
    }

    /** Why an address could not be bound. */
    static String ofBind(Throwable failure) {
        String said = said(failure);
        if (said.contains("address already in use")) {
            return "in use";
        }
        if (said.contains("assign requested address")) {
            return "no address of this machine";
        }
        if (said.contains("permission denied")) {
            return "not permitted";
        }
        return words(failure);
    }

    /** Why an open connection broke. */
    static CloseReason ofBreak(Throwable failure) {
        String said = said(failure);
        boolean reset = said.contains("reset") || said.contains("broken pipe");
        return reset ? RESET : CloseReason.of(Kind.BROKEN, words(failure));
    }

    /**
     * Why a protected connection broke: if the peer resets it before the protection is established, it was there and
     * refused.
     */
    static CloseReason ofBreak(CloseReason ofTcp, boolean established) {
        return !established && ofTcp.equals(RESET) ? RESET_EARLY : ofTcp;
    }

    private static String said(Throwable failure) {
        return words(failure).toLowerCase(Locale.ROOT);
    }

    /** The system's words, without the address that Netty appends to some, as in ": host/192.0.2.1:80". */
    private static String words(Throwable failure) {
        String message = failure.getMessage();
        if (message == null) {
            return failure.getClass().getSimpleName();
        }
        return ADDRESS.matcher(message).replaceFirst("");
    }
}
