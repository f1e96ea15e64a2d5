package org.ringback.updater.internal;

import java.io.IOException;
import java.util.List;
import org.ringback.api.control.RefusedException;
import org.ringback.updater.release.NotAcceptedException;

/** Something was refused or failed, and not all is as it was before. */
final class NotUndoneException extends IOException {
    private static final long serialVersionUID = 1;

    /**
     * Says both.
     *
     * @param failed why it was taken back
     * @param left what is not as it was
     */
    NotUndoneException(Throwable failed, List<String> left) {
        super(
                words(failed) + "; and not all is as it was before: " + String.join("; ", left)
                        + "; next: restart the program, which starts what was there before",
                failed);
    }

    /** What was refused says why; what failed otherwise may have no message at all. */
    private static String words(Throwable failed) {
        return failed instanceof NotAcceptedException || failed instanceof RefusedException
                ? String.valueOf(failed.getMessage())
                : failed.toString();
    }
}
