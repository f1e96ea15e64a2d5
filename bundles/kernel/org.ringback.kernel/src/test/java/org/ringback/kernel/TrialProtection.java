package org.ringback.kernel;

import java.nio.ByteBuffer;
import java.util.List;
import org.ringback.api.ProtectionId;
import org.ringback.api.Role;
import org.ringback.spi.Beginning;
import org.ringback.spi.ConnectionProtection;
import org.ringback.spi.DeviceIdentity;
import org.ringback.spi.ExpectedServer;
import org.ringback.spi.Prefix;
import org.ringback.spi.ProtectionSession;
import org.ringback.spi.ServerCredentials;

/**
 * A protection as far as the kernel knows it. Its first message is what it claims first, and behind that a byte that says how
 * many more there are, at most 64. Makes no sessions.
 */
public record TrialProtection(ProtectionId id, String name, List<Prefix> claims) implements ConnectionProtection {
    private static final int MOST = 64;

    /** Makes one of a number of its own. */
    public TrialProtection(int number, String name, Prefix... claims) {
        this(new ProtectionId(number), name, List.of(claims));
    }

    @Override
    public Beginning beginning(ByteBuffer came) {
        int header = claims.get(0).length() + 1;
        if (came.remaining() < header) {
            return Beginning.PART;
        }
        int more = came.get(came.position() + header - 1);
        return more > MOST ? Beginning.WRONG : came.remaining() < header + more ? Beginning.PART : Beginning.WHOLE;
    }

    @Override
    public ProtectionSession dial(DeviceIdentity device, Role role, ExpectedServer server) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ProtectionSession answer(ServerCredentials credentials) {
        throw new UnsupportedOperationException();
    }
}
