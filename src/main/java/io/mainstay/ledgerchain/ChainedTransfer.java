package io.mainstay.ledgerchain;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A transfer with its entries, as its link in the chain covers it. `docs/reference/ledger-chain.md` has the bytes.
record ChainedTransfer(UUID id, String reference, String description, long postedAtMicros, String phase,
        @Nullable Long expiresAtMicros, @Nullable UUID resolves, @Nullable UUID reverses, @Nullable UUID orderedBy,
        String metadata, List<Entry> entries) {

    static final byte[] START = new byte[32];
    private static final int VERSION = 1;

    record Entry(int position, UUID account, String currency, long amount, String layer, @Nullable UUID owner) {}

    /// In the order of the ids that are asked for; whoever isn't there is left out.
    static List<ChainedTransfer> read(Connection connection, List<UUID> ids) throws SQLException {
        try (var select = connection.prepareStatement("""
                select t.id, t.reference, t.description, (extract(epoch from t.posted_at) * 1000000)::bigint,
                       t.phase, (extract(epoch from t.expires_at) * 1000000)::bigint, t.resolves, t.reverses,
                       t.ordered_by, t.metadata::text, e.position, e.account_id, e.currency, e.amount, e.layer, e.owner
                from unnest(?::uuid[]) with ordinality as wanted (id, place)
                join ledger.transfer t on t.id = wanted.id left join ledger.entry e on e.transfer_id = t.id
                order by wanted.place, e.position""")) {
            select.setArray(1, connection.createArrayOf("uuid", ids.toArray()));
            try (var rows = select.executeQuery()) {
                return read(rows);
            }
        }
    }

    private static List<ChainedTransfer> read(ResultSet rows) throws SQLException {
        var transfers = new ArrayList<ChainedTransfer>();
        while (rows.next()) {
            var id = rows.getObject(1, UUID.class);
            if (transfers.isEmpty() || !transfers.getLast().id.equals(id)) {
                transfers.add(new ChainedTransfer(id, rows.getString(2), rows.getString(3), rows.getLong(4),
                        rows.getString(5), rows.getObject(6, Long.class), rows.getObject(7, UUID.class),
                        rows.getObject(8, UUID.class), rows.getObject(9, UUID.class), rows.getString(10),
                        new ArrayList<>()));
            }
            if (rows.getObject(11) != null) {
                transfers.getLast().entries.add(new Entry(rows.getInt(11), rows.getObject(12, UUID.class),
                        rows.getString(13), rows.getLong(14), rows.getString(15), rows.getObject(16, UUID.class)));
            }
        }
        return transfers;
    }

    /// @param previous the hash of the link before, or [#START]
    /// @param position from 1
    byte[] hash(byte[] previous, long position) {
        try {
            var bytes = new ByteArrayOutputStream();
            var out = new DataOutputStream(bytes);
            out.writeByte(VERSION);
            out.writeLong(position);
            out.write(previous);
            write(out, id);
            write(out, reference);
            write(out, description);
            out.writeLong(postedAtMicros);
            write(out, phase);
            out.writeLong(expiresAtMicros == null ? Long.MIN_VALUE : expiresAtMicros);
            write(out, resolves);
            write(out, reverses);
            write(out, orderedBy);
            write(out, metadata);
            out.writeInt(entries.size());
            for (var entry : entries) {
                out.writeShort(entry.position);
                write(out, entry.account);
                write(out, entry.currency);
                out.writeLong(entry.amount);
                write(out, entry.layer);
                write(out, entry.owner);
            }
            return MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void write(DataOutputStream out, String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /// Sixteen zeros if there is none.
    private static void write(DataOutputStream out, @Nullable UUID id) throws IOException {
        out.writeLong(id == null ? 0 : id.getMostSignificantBits());
        out.writeLong(id == null ? 0 : id.getLeastSignificantBits());
    }
}
