package org.ringback.itests.container.wrong.crypto;

import org.bouncycastle.crypto.Digest;

record MayUseBouncyCastle(Digest digest) {}
