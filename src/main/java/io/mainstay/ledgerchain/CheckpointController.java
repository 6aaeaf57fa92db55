package io.mainstay.ledgerchain;

import com.nimbusds.jwt.JWTClaimsSet;
import io.mainstay.auth.TokenSigning;
import io.mainstay.authorization.Permission;
import io.mainstay.authorization.RequiresPermission;
import io.mainstay.rowsecurity.AllRows;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Date;
import java.util.HexFormat;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// `/v1/ledger/checkpoint`: how far the chain is, to be kept, or published, where this installation can't change it.
@RestController
@Tag(name = "Ledger")
class CheckpointController {

    private final JdbcClient jdbc;
    private final AllRows rows;
    private final TokenSigning signing;
    private final Clock clock;

    CheckpointController(JdbcClient jdbc, AllRows rows, TokenSigning signing, Clock clock) {
        this.jdbc = jdbc;
        this.rows = rows;
        this.signing = signing;
        this.clock = clock;
    }

    /// @param position of the last link; 0 if there is none yet
    /// @param hash SHA-256, in hexadecimal
    /// @param sealedAt when it was linked
    /// @param signature the same as a JWT (ES256) with the claims `position` and `hash`, by a key of `/.well-known/jwks.json`
    @Schema(name = "LedgerCheckpoint")
    record Checkpoint(long position, String hash, Instant sealedAt, String signature) {}

    private record Head(long position, String hash, Instant sealedAt) {}

    @GetMapping("/v1/ledger/checkpoint")
    @RequiresPermission(Permission.LEDGER_READ)
    @Operation(operationId = "readLedgerCheckpoint", summary = "Read the ledger's checkpoint", description = "Up to which transfer the chain of hashes is, signed. Kept elsewhere, it shows later that nothing before it was changed: `bin/verify-ledger`.")
    ResponseEntity<Checkpoint> checkpoint() {
        var head = rows.read(() -> jdbc.sql("select position, hash, sealed_at from ledgerchain.head")
                .query((row, _) -> new Head(row.getLong(1), HexFormat.of().formatHex(row.getBytes(2)),
                        row.getObject(3, OffsetDateTime.class).toInstant()))
                .single());
        var claims = new JWTClaimsSet.Builder().issuer(signing.issuer()).issueTime(Date.from(clock.instant()))
                .claim("position", head.position).claim("hash", head.hash).build();
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(new Checkpoint(head.position, head.hash,
                head.sealedAt, signing.sign(TokenSigning.Kind.LEDGER_CHECKPOINT, claims)));
    }
}
