package org.ringback.relay.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.Page;
import org.ringback.api.ProtectionId;
import org.ringback.api.Role;
import org.ringback.api.control.Enrolment;
import org.ringback.api.control.Enrolment.State;

/** Who is enrolled, in packed rows. */
public class DevicesTest {
    private static final RecordSource NOTHING = (table, reader) -> {};

    private final Random random = new Random(7);
    private final Devices devices = new Devices(random, NOTHING);

    @Test
    public void aRandomHistoryAgreesWithAPlainMap() {
        Map<EquipmentId, Device> model = new HashMap<>();
        for (int step = 0; step < 5_000; step++) {
            Device device = device(name(random.nextInt(400)), step);
            model.put(device.id(), device);
            assertEquals(device.change().key(), devices.put(device).key());
        }
        for (Device device : model.values()) {
            assertEquals(device, devices.find(device.id()));
            assertEquals(device, devices.find(device.key()));
        }
        assertEquals(
                model.values().stream()
                        .map(Device::id)
                        .sorted(Comparator.naturalOrder())
                        .toList(),
                Page.stream(
                                (after, limit) -> Page.of(devices.list(after, limit + 1, ServerFixture.NAMES), limit),
                                Enrolment::id)
                        .map(Enrolment::id)
                        .toList());
        assertEquals(model.values().stream().filter(Device::counts).count(), devices.enrolled());
        assertEquals(
                model.values().stream()
                        .filter(device -> device.counts() && device.sinceMillis() < 2_500)
                        .count(),
                devices.enrolledBefore(Instant.ofEpochMilli(2_500)));
    }

    @Test
    public void whoWasEnrolledBeforeIsCountedWithoutAnObjectForEach() {
        for (int i = 0; i < 10_000; i++) {
            devices.put(device("e" + i, i));
        }
        Instant time = Instant.ofEpochMilli(5_000);
        int counted = devices.enrolledBefore(time);
        ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
        long self = Thread.currentThread().getId();
        long before = threads.getThreadAllocatedBytes(self);
        assertEquals(counted, devices.enrolledBefore(time));
        long allocated = threads.getThreadAllocatedBytes(self) - before;
        assertEquals(devices.before(time).count(), counted);
        assertTrue(counted + " counted", counted > 1_000);
        // A single object for each of them would be 16 bytes.
        assertTrue(allocated + " bytes for " + counted, allocated < 16L * counted / 2);
    }

    @Test
    public void aPageBeginsBehindAnIdAlsoOneThatNobodyHas() {
        for (String name : List.of("b", "d", "a")) {
            devices.put(device(name, name.charAt(0)));
        }
        assertEquals(List.of("a", "b"), page("", 2));
        assertEquals(List.of("d"), page("b", 2));
        assertEquals(List.of("d"), page("c", 1));
        assertEquals(List.of(), page("d", 1));
        devices.put(device("c", 0));
        devices.put(device("b", 9));
        assertEquals("whoever came meanwhile is in his place, and nobody twice", List.of("b", "c", "d"), page("a", 9));
    }

    private List<String> page(String after, int limit) {
        return devices
                .list(Optional.of(after).filter(id -> !id.isEmpty()).map(EquipmentId::new), limit, ServerFixture.NAMES)
                .stream()
                .map(one -> one.id().value())
                .toList();
    }

    @Test
    public void aKeyThatAnotherOneReplacedIsForgottenAndTheNumberOfTheIdStays() {
        Device lamp = device("lamp", 1);
        devices.put(device("fan", 0));
        devices.put(lamp);
        int number = devices.number(lamp.id());
        devices.put(device("lamp", 2));
        assertEquals(null, devices.find(lamp.key()));
        assertEquals(number, devices.number(lamp.id()));
        assertEquals(Index.NONE, devices.number(new EquipmentId("lam")));
        assertEquals(Index.NONE, devices.number(new EquipmentId("lamp-1")));
    }

    @Test
    public void aHundredThousandAreNoMoreThanAHundredObjects() {
        DeviceRows rows = new DeviceRows();
        for (int i = 0; i < 100_000; i++) {
            rows.add(device("e" + i, i));
        }
        assertEquals(device("e77777", 77_777).key(), rows.key(77_777));
        assertTrue(rows.blocks() + " arrays", rows.blocks() > 10 && rows.blocks() <= 100);
    }

    @Test
    public void whoWasEnrolledAtThatVeryMomentWasNotBeforeIt() {
        Device lamp = device("lamp", 3);
        devices.put(lamp);
        assertTrue(lamp.counts());
        assertEquals(List.of(), devices.before(Instant.ofEpochMilli(3)).toList());
        assertEquals(List.of(lamp), devices.before(Instant.ofEpochMilli(4)).toList());
    }

    @Test
    public void theRecordOfAKeyStandsOnceTheKeyIsRevoked() {
        Device lamp = device("lamp", 3);
        devices.put(lamp);
        String key = lamp.key().toString();
        assertTrue(devices.currentRevokedKey(key).value().isEmpty());
        devices.revoke(lamp);
        assertTrue(devices.currentRevokedKey(key).value().isPresent());
    }

    /** Of every length that a name may have. */
    private static String name(int number) {
        String digits = String.valueOf(number);
        return "n".repeat(number % (EquipmentId.MAX_LENGTH - digits.length() + 1)) + digits;
    }

    private static Device device(String name, int number) {
        byte[] key = new byte[KeyFingerprint.LENGTH];
        ByteBuffer.wrap(key).putInt(Integer.reverse(number)).putInt(number);
        List<Set<ProtectionId>> protections =
                List.of(Set.of(), Set.of(ProtectionId.TLS13), Set.of(new ProtectionId(200), ProtectionId.TLS13));
        return new Device(
                new EquipmentId(name),
                number % 2 == 0 ? Role.ACCEPTOR : Role.ISSUER,
                KeyFingerprint.of(key),
                protections.get(number % 3),
                List.of(State.values()).get(number % 3),
                number);
    }
}
