package org.ringback.relay.internal;

import static org.junit.Assert.assertEquals;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.junit.Test;

/** What Linux says of this process is what Java says of it. */
public class OpenFilesTest {
    @Test
    public void theSoftLimitOfThisProcessIsRead() {
        UnixOperatingSystemMXBean system = (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        assertEquals(system.getMaxFileDescriptorCount(), OpenFiles.most());
    }
}
