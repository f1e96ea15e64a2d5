package org.ringback.updater.internal;

import java.util.Optional;
import java.util.function.Supplier;
import org.ringback.api.control.CallControl;
import org.ringback.api.control.CryptoControl;

/**
 * Who uses crypto in this program, which may be away.
 *
 * @param crypto says which is used
 * @param calls are protected by it
 */
record InUse(Supplier<Optional<CryptoControl>> crypto, Supplier<Optional<CallControl>> calls) {}
