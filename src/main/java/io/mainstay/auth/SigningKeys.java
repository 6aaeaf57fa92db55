package io.mainstay.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.text.ParseException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// The key pairs of the access tokens, read at start-up. The first instance ever makes the first one; an advisory lock
/// lets the others that start meanwhile wait and find it.
@Component
class SigningKeys {

    /// Any number that nothing else locks.
    private static final long LOCK = 0x6d61_696e_6b65_7973L;

    private final JdbcClient database;
    private final Clock clock;
    private final KeyEncryption encryption;
    private final ECKey active;
    private final JWKSet published;

    SigningKeys(JdbcClient database, TransactionTemplate transaction, Clock clock, AuthSettings settings) {
        this.database = database;
        this.clock = clock;
        this.encryption = KeyEncryption.under(settings.keyEncryptionKey());
        this.active = transaction.execute(_ -> activeOrFirst());
        this.published = new JWKSet(publicKeys());
    }

    /// With its private half.
    ECKey active() {
        return active;
    }

    /// The public halves of all keys that a valid token may be signed with. Source: RFC 7517.
    JWKSet published() {
        return published;
    }

    private ECKey activeOrFirst() {
        database.sql("select pg_advisory_xact_lock(:lock)").param("lock", LOCK).query((_, _) -> true).single();
        return database.sql("select kid, public_jwk, private_key from auth.signing_key where state = 'ACTIVE'")
                .query((row, _) -> decrypted(row.getString("kid"), row.getString("public_jwk"),
                        row.getBytes("private_key")))
                .optional().orElseGet(this::createFirst);
    }

    private ECKey createFirst() {
        try {
            var key = new ECKeyGenerator(Curve.P_256).keyUse(KeyUse.SIGNATURE)
                    .algorithm(com.nimbusds.jose.JWSAlgorithm.ES256).keyIDFromThumbprint(true).generate();
            database.sql("""
                    insert into auth.signing_key (kid, public_jwk, private_key, state, created_at)
                    values (:kid, :public::jsonb, :private, 'ACTIVE', :now)""").param("kid", key.getKeyID())
                    .param("public", key.toPublicJWK().toJSONString())
                    .param("private", encryption.encrypt(key.toECPrivateKey().getEncoded(), key.getKeyID()))
                    .param("now", clock.instant().atOffset(ZoneOffset.UTC)).update();
            return key;
        } catch (JOSEException impossible) {
            throw new IllegalStateException("every Java platform has P-256", impossible);
        }
    }

    private ECKey decrypted(String kid, String publicJwk, byte[] encrypted) {
        return new ECKey.Builder(parsed(publicJwk)).privateKey(privateKey(encryption.decrypt(encrypted, kid))).build();
    }

    private List<JWK> publicKeys() {
        return database.sql("select public_jwk from auth.signing_key order by created_at desc, kid")
                .query((row, _) -> (JWK) parsed(row.getString("public_jwk"))).list();
    }

    private static ECKey parsed(String publicJwk) {
        try {
            return ECKey.parse(publicJwk);
        } catch (ParseException broken) {
            throw new IllegalStateException("auth.signing_key holds something that is no key", broken);
        }
    }

    private static PrivateKey privateKey(byte[] encoded) {
        try {
            return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("auth.signing_key holds something that is no key", broken);
        }
    }
}
