package org.ringback.registry.internal;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringback.api.EquipmentId;
import org.ringback.api.Role;
import org.ringback.kernel.EstateReader;
import org.ringback.kernel.EstateRow;
import org.ringback.kernel.EstateWriter;
import org.ringback.kernel.Registration;

/**
 * The rows as bytes, for the bundle that takes this one's place; the server's sockets stand once each. What was
 * seen of paths is not among them: the next ring shows it again. Stateless.
 */
final class RowsLeft {
    private static final int FORM = 1;
    private static final int SOCKET = 1;
    private static final int ROW = 2;

    private RowsLeft() {}

    static byte[] write(Collection<Row> rows) {
        EstateWriter out = new EstateWriter(FORM);
        Map<InetSocketAddress, Integer> sockets = new LinkedHashMap<>();
        rows.forEach(row -> sockets.putIfAbsent(row.socket(), sockets.size()));
        sockets.keySet().forEach(socket -> out.row(SOCKET).address(socket));
        for (Row row : rows) {
            row.write(out.row(ROW), sockets.getOrDefault(row.socket(), 0));
        }
        return out.toBytes();
    }

    static Optional<List<Registration>> read(byte[] estate) {
        return EstateReader.read(estate, FORM, in -> {
            List<InetSocketAddress> sockets = new ArrayList<>();
            in.each(SOCKET, row -> sockets.add(row.address()));
            List<Registration> rows = new ArrayList<>();
            in.each(ROW, row -> rows.add(row(row, sockets)));
            return rows;
        });
    }

    private static Registration row(EstateRow in, List<InetSocketAddress> sockets) {
        return new Registration(
                new EquipmentId(in.text()),
                Role.of(in.count()),
                in.address(),
                sockets.get(in.count()),
                in.number(),
                in.number(),
                in.number());
    }
}
