package org.ringback.processes;

import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.ringback.kit.Checked;

/** A stranger's first TLS record. Stateless. */
final class Hello {
    private Hello() {}

    /** {@return a whole ClientHello of the JDK's TLS, which has no certificate and asks for no protocol of ours} */
    static byte[] whole() {
        return Checked.get(() -> {
            SSLEngine engine = SSLContext.getDefault().createSSLEngine();
            engine.setUseClientMode(true);
            engine.setEnabledProtocols(new String[] {"TLSv1.3"});
            ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
            engine.wrap(ByteBuffer.allocate(0), out);
            return Arrays.copyOf(out.array(), out.position());
        });
    }
}
