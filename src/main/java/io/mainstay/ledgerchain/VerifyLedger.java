package io.mainstay.ledgerchain;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Computes the chain anew from the tables, with nothing but PostgreSQL's driver, and compares it with what is stored and
/// with a checkpoint that was kept. Exit code 0: it's whole; 1: it isn't, and where; 2: it couldn't be looked at.
public final class VerifyLedger {

    private static final int BATCH = 1000;
    private static final String USAGE = """
            verify-ledger JDBC-URL [--user NAME] [--password-file FILE] [--checkpoint FILE --keys FILE]
            The checkpoint's signature (a JWT) and the installation's /.well-known/jwks.json as they were kept.""";

    private final Connection connection;
    private final List<String> findings = new ArrayList<>();
    private byte[] hash = ChainedTransfer.START;
    private long position;

    private VerifyLedger(Connection connection) {
        this.connection = connection;
    }

    /// A checkpoint that was kept.
    record Kept(long position, String hash) {

        /// @param keys the JWKS; the signature must be by one of them
        static Kept of(String signature, String keys) throws ParseException, JOSEException {
            var token = SignedJWT.parse(signature.strip());
            var key = JWKSet.parse(keys).getKeyByKeyId(token.getHeader().getKeyID());
            if (key == null || !token.verify(new ECDSAVerifier(key.toECKey()))) {
                throw new JOSEException("the checkpoint's signature is none by these keys");
            }
            var claims = token.getJWTClaimsSet();
            return new Kept(claims.getLongClaim("position"), claims.getStringClaim("hash"));
        }
    }

    /// @return what is wrong; empty if nothing is
    static List<String> findings(Connection connection, @Nullable Kept kept) throws SQLException {
        var verifier = new VerifyLedger(connection);
        verifier.walk(kept);
        verifier.compareEnd(kept);
        return verifier.findings;
    }

    private void walk(@Nullable Kept kept) throws SQLException {
        while (findings.isEmpty()) {
            var links = next();
            if (links.isEmpty()) {
                return;
            }
            var transfers = ChainedTransfer.read(connection, links.stream().map(Link::transfer).toList());
            for (var index = 0; index < links.size() && findings.isEmpty(); index++) {
                compare(links.get(index), index < transfers.size() ? transfers.get(index) : null);
                if (kept != null && kept.position == position
                        && !HexFormat.of().formatHex(hash).equals(kept.hash)) {
                    findings.add("the checkpoint of position " + position + " says otherwise");
                }
            }
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Link(long position, UUID transfer, byte[] hash) {}

    private List<Link> next() throws SQLException {
        try (var select = connection.prepareStatement(
                """
                select position, transfer_id, hash from ledgerchain.link where position > ? order by position limit ?""")) {
            select.setLong(1, position);
            select.setInt(2, BATCH);
            var links = new ArrayList<Link>();
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    links.add(new Link(rows.getLong(1), rows.getObject(2, UUID.class), rows.getBytes(3)));
                }
            }
            return links;
        }
    }

    private void compare(Link link, @Nullable ChainedTransfer transfer) {
        position++;
        if (link.position != position) {
            findings.add("position " + position + " is missing");
        } else if (transfer == null || !transfer.id().equals(link.transfer)) {
            findings.add("position " + position + ": transfer " + link.transfer + " is gone");
        } else {
            hash = transfer.hash(hash, position);
            if (!Arrays.equals(hash, link.hash)) {
                findings.add("position " + position + ": transfer " + link.transfer
                        + ", or a link up to it, isn't what was sealed");
            }
        }
    }

    private void compareEnd(@Nullable Kept kept) throws SQLException {
        if (!findings.isEmpty()) {
            return;
        }
        try (var statement = connection.createStatement(); var row = statement.executeQuery("""
                select h.position, h.hash, (
                    select min(e.transfer_id::text) from ledger.entry e
                    where e.xid < h.sealed_before
                        and not exists (select from ledgerchain.link l where l.transfer_id = e.transfer_id))
                from ledgerchain.head h""")) {
            row.next();
            if (row.getLong(1) != position || !Arrays.equals(row.getBytes(2), hash)) {
                findings.add("the chain ends at " + position + ", and its head says " + row.getLong(1));
            }
            if (row.getString(3) != null) {
                findings.add("transfer " + row.getString(3) + " was slipped in: it's older than the chain's end, and "
                        + "not in it");
            }
        }
        if (kept != null && kept.position > position) {
            findings.add("the chain ends at " + position + ", before the checkpoint of position " + kept.position);
        }
    }

    public static void main(String... arguments) {
        System.exit(run(System.out, arguments));
    }

    static int run(PrintStream out, String... arguments) {
        try {
            var options = Arrays.asList(arguments);
            if (options.isEmpty() || options.getFirst().startsWith("-")) {
                out.println(USAGE);
                return 2;
            }
            var checkpoint = option(options, "--checkpoint");
            var keys = option(options, "--keys");
            var passwordFile = option(options, "--password-file");
            var kept = checkpoint == null || keys == null
                    ? null
                    : Kept.of(Files.readString(Path.of(checkpoint)), Files.readString(Path.of(keys)));
            if (checkpoint != null && kept == null) {
                out.println("a checkpoint says nothing without --keys");
                return 2;
            }
            try (var connection = DriverManager.getConnection(options.getFirst(), option(options, "--user"),
                    passwordFile == null ? null : Files.readString(Path.of(passwordFile)).strip())) {
                connection.setReadOnly(true);
                connection.setAutoCommit(false);
                connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
                var findings = findings(connection, kept);
                findings.forEach(out::println);
                out.println(findings.isEmpty() ? "the chain is whole" : "the chain is broken");
                return findings.isEmpty() ? 0 : 1;
            }
        } catch (SQLException | IOException | ParseException | JOSEException failed) {
            out.println("the chain could not be looked at: " + failed.getMessage());
            return 2;
        }
    }

    private static @Nullable String option(List<String> options, String name) {
        var index = options.indexOf(name);
        return index < 0 || index + 1 >= options.size() ? null : options.get(index + 1);
    }
}
