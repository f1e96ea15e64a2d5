package org.ringback.crypto.internal;

import javax.net.ssl.SSLException;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsFatalAlertReceived;
import org.jspecify.annotations.Nullable;
import org.ringback.spi.ProtectionException;
import org.ringback.spi.ProtectionException.Reason;

/** Turns an engine's exception into a ProtectionException in our words. Stateless. */
final class TlsFaults {
    private static final int MAX_DEPTH = 8;

    private TlsFaults() {}

    static ProtectionException explain(SSLException failure) {
        @Nullable Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MAX_DEPTH; depth++) {
            if (cause instanceof TlsFatalAlertReceived received) {
                return new ProtectionException(
                        Reason.BROKEN,
                        "alert from the peer: " + AlertDescription.getName(received.getAlertDescription()));
            }
            if (cause instanceof TlsFatalAlert raised) {
                return raised(raised.getAlertDescription());
            }
            cause = cause.getCause();
        }
        return new ProtectionException(Reason.BROKEN, "TLS: broken (expected: valid records)");
    }

    private static ProtectionException raised(short alert) {
        return switch (alert) {
            case AlertDescription.no_application_protocol ->
                new ProtectionException(Reason.WRONG_PROTOCOL, "application protocol: another than expected");
            case AlertDescription.certificate_required ->
                new ProtectionException(Reason.WRONG_KEY, "peer key: no certificate (expected: one)");
            default -> new ProtectionException(Reason.BROKEN, "TLS: " + AlertDescription.getName(alert));
        };
    }
}
