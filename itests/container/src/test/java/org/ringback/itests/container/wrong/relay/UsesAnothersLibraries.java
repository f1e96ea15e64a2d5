package org.ringback.itests.container.wrong.relay;

import io.netty.buffer.ByteBuf;
import org.bouncycastle.crypto.Digest;

record UsesAnothersLibraries(ByteBuf buffer, Digest digest) {}
