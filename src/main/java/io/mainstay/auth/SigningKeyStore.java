package io.mainstay.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import io.mainstay.auth.SigningKey.Standing;
import io.mainstay.auth.SigningKey.State;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.text.ParseException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The statements on `auth.signing_key`. Whoever changes something owns the transaction and takes the [#lock] first.
/// Times are the database's, since instances may disagree about the time.
@Repository
class SigningKeyStore {

    /// Any number that nothing else locks.
    private static final long LOCK = 0x6d61_696e_6b65_7973L;
    private static final String STANDING = "kid, state, created_at, since";
    private static final String NEWEST_FIRST = " from auth.signing_key order by created_at desc, kid";

    private final JdbcClient database;
    private final KeyEncryption encryption;

    SigningKeyStore(JdbcClient database, KeyEncryption encryption) {
        this.database = database;
        this.encryption = encryption;
    }

    /// Until the transaction's end: one instance at a time changes keys.
    void lock() {
        var _ = database.sql("select pg_advisory_xact_lock(:lock)").param("lock", LOCK).query((_, _) -> true).single();
    }

    List<Standing> standings() {
        return database.sql("select " + STANDING + NEWEST_FIRST).query(SigningKeyStore::standing).list();
    }

    /// @throws UnusableKey if one that signs, or will, was encrypted under a key that isn't configured
    List<SigningKey> all() {
        return database.sql("select " + STANDING + ", public_jwk, private_key" + NEWEST_FIRST).query((row, number) -> {
            var standing = standing(row, number);
            var publicHalf = parsed(row.getString("public_jwk"));
            return new SigningKey(standing, standing.state() == State.RETIRED
                    ? publicHalf
                    : new ECKey.Builder(publicHalf).privateKey(
                            privateKey(encryption.decrypt(row.getBytes("private_key"), standing.kid()))).build());
        }).list();
    }

    /// Makes a new key.
    ///
    /// @return its id
    String add(State state) {
        try {
            var key = new ECKeyGenerator(Curve.P_256).keyUse(KeyUse.SIGNATURE).algorithm(JWSAlgorithm.ES256)
                    .keyIDFromThumbprint(true).generate();
            database.sql("""
                    insert into auth.signing_key (kid, public_jwk, private_key, state, created_at, since)
                    values (:kid, :public::jsonb, :private, :state, clock_timestamp(), clock_timestamp())""")
                    .param("kid", key.getKeyID()).param("public", key.toPublicJWK().toJSONString())
                    .param("private", encryption.encrypt(key.toECPrivateKey().getEncoded(), key.getKeyID()))
                    .param("state", state.name()).update();
            return key.getKeyID();
        } catch (JOSEException impossible) {
            throw new IllegalStateException("every Java platform has P-256", impossible);
        }
    }

    boolean has(State state) {
        return database.sql("select exists (select from auth.signing_key where state = :state)")
                .param("state", state.name()).query(Boolean.class).single();
    }

    boolean isIn(State state, Duration atLeast) {
        return database.sql("""
                select exists (select from auth.signing_key where state = :state
                               and since <= clock_timestamp() - make_interval(secs => :seconds))""")
                .param("state", state.name()).param("seconds", seconds(atLeast)).query(Boolean.class).single();
    }

    void move(State from, State to) {
        database.sql("update auth.signing_key set state = :to, since = clock_timestamp() where state = :from")
                .param("to", to.name()).param("from", from.name()).update();
    }

    int deleteRetired(Duration atLeast) {
        return database.sql("""
                delete from auth.signing_key
                where state = 'RETIRED' and since <= clock_timestamp() - make_interval(secs => :seconds)""")
                .param("seconds", seconds(atLeast)).update();
    }

    int deleteAll() {
        return database.sql("delete from auth.signing_key").update();
    }

    /// Encrypts under the configured key what was encrypted under the previous one.
    ///
    /// @return how many
    int encryptAnew() {
        return database.sql("select kid, private_key from auth.signing_key").query((row, _) -> {
            var kid = row.getString("kid");
            var stored = row.getBytes("private_key");
            return encryption.isUnderTheCurrentKey(stored, kid) ? 0 : encryptAnew(kid, stored);
        }).list().stream().mapToInt(Integer::intValue).sum();
    }

    private int encryptAnew(String kid, byte[] stored) {
        return database.sql("update auth.signing_key set private_key = :private where kid = :kid").param("kid", kid)
                .param("private", encryption.encrypt(encryption.decrypt(stored, kid), kid)).update();
    }

    private static Standing standing(ResultSet row, int number) throws SQLException {
        return new Standing(row.getString("kid"), State.valueOf(row.getString("state")),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("since", OffsetDateTime.class).toInstant());
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

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
